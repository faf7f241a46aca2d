/** Every table and relation, as Drizzle's `schema` option wants them. */
export { gameSessions } from "./game-sessions.js";
export { games } from "./games.js";
export { knownFindings } from "./known-findings.js";
export { lineups } from "./lineups.js";
export { plays } from "./plays/index.js";
export {
  gameRelations,
  gameSessionRelations,
  knownFindingRelations,
  lineupRelations,
  playRelations,
  rosterLinkRelations,
} from "./relations.js";
export { rosterLinks } from "./roster-links.js";
export * from "./statistics/index.js";
