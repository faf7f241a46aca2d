export { battingLines, computedBattingLines } from "./batting-lines.js";
export { exactLines } from "./exact-lines.js";
export { fieldingLines } from "./fielding-lines.js";
export { halfInnings } from "./half-innings.js";
export { computedPitchingLines, pitchingLines } from "./pitching-lines.js";
export { plateAppearances } from "./plate-appearances.js";
export { battingSeasons, pitchingSeasons } from "./seasons.js";
export { storedBattingLines, storedLines, storedPitchingLines } from "./stored-lines.js";
