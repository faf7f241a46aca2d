export type { FileLineupEntry, FilePlay, FileRosterEntry, GameFile } from "./import/game-file/game-file.js";
export { parseGameFile } from "./import/game-file/parse-game-file.js";
export { readGame } from "./import/game-file/read-game.js";
export { recordGame } from "./import/game-file/record-game.js";
export { writeGameFile } from "./import/game-file/write-game-file.js";
export { importSeason } from "./import/season/import-season-files.js";
export type { ImportProgress, ImportSeasonOptions, SeasonImport } from "./import/season/season-import.js";
