export { parseGameFile } from "./import/game-file/format.js";
export { readGame } from "./import/game-file/read.js";
export { recordGame } from "./import/game-file/record.js";
export type { FileLineupEntry, FilePlay, FileRosterEntry, GameFile } from "./import/game-file/types.js";
export { writeGameFile } from "./import/game-file/write.js";
export {
  type ImportProgress,
  type ImportSeasonOptions,
  importSeason,
  type SeasonImport,
} from "./import/season/index.js";
