export { importSeason } from "./import-season.js";
export type { ImportProgress, ImportSeasonOptions, SeasonImport } from "./types.js";
