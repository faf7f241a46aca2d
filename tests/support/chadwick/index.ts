export { convertGame } from "./convert-game.js";
export { toGameFile } from "./game-file.js";
export { type GameRows, readGames } from "./read-games.js";
export { SourceRow } from "./row.js";
