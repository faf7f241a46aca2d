import { relations } from "drizzle-orm";
import { gameSessions } from "./game-sessions-table.js";
import { games } from "./games-table.js";
import { knownFindings } from "./known-findings-table.js";
import { lineups } from "./lineups-table.js";
import { plays } from "./plays-table.js";
import { rosterLinks } from "./roster-links-table.js";

/** Every table and relation, for Drizzle's `schema` option. */
export { gameSessions } from "./game-sessions-table.js";
export { games } from "./games-table.js";
export { knownFindings } from "./known-findings-table.js";
export { lineups } from "./lineups-table.js";
export { plays } from "./plays-table.js";
export { rosterLinks } from "./roster-links-table.js";
export { battingLines, computedBattingLines } from "./statistics/batting-lines-view.js";
export { fieldingLines } from "./statistics/fielding-lines-view.js";
export { halfInnings } from "./statistics/half-innings-view.js";
export { computedPitchingLines, pitchingLines } from "./statistics/pitching-lines-view.js";
export { plateAppearances } from "./statistics/plate-appearances-view.js";
export { battingSeasons, pitchingSeasons } from "./statistics/season-views.js";
export {
  exactLines,
  storedBattingLines,
  storedLines,
  storedPitchingLines,
} from "./statistics/stored-lines-tables.js";

export const gameRelations = relations(games, ({ many, one }) => ({
  plays: many(plays),
  lineups: many(lineups),
  roster: many(rosterLinks),
  knownFindings: many(knownFindings),
  session: one(gameSessions, { fields: [games.id], references: [gameSessions.gameId] }),
}));

export const lineupRelations = relations(lineups, ({ one, many }) => ({
  game: one(games, { fields: [lineups.gameId], references: [games.id] }),
  replacing: one(lineups, {
    fields: [lineups.gameId, lineups.replacingId],
    references: [lineups.gameId, lineups.id],
    relationName: "replacement",
  }),
  replacedBy: many(lineups, { relationName: "replacement" }),
}));

/** One relation for each of the eight people whom a play names. */
export const playRelations = relations(plays, ({ one }) => {
  const person = (column: (typeof plays)[PersonField], relationName: string) =>
    one(lineups, {
      fields: [plays.gameId, column],
      references: [lineups.gameId, lineups.id],
      relationName,
    });
  return {
    game: one(games, { fields: [plays.gameId], references: [games.id] }),
    batter: person(plays.batterId, "batter"),
    pitcher: person(plays.pitcherId, "pitcher"),
    catcher: person(plays.catcherId, "catcher"),
    defender: person(plays.defenderId, "defender"),
    runner: person(plays.runnerId, "runner"),
    onFirst: person(plays.onFirstId, "onFirst"),
    onSecond: person(plays.onSecondId, "onSecond"),
    onThird: person(plays.onThirdId, "onThird"),
  };
});

type PersonField =
  | "batterId"
  | "pitcherId"
  | "catcherId"
  | "defenderId"
  | "runnerId"
  | "onFirstId"
  | "onSecondId"
  | "onThirdId";

export const rosterLinkRelations = relations(rosterLinks, ({ one }) => ({
  game: one(games, { fields: [rosterLinks.gameId], references: [games.id] }),
}));

export const gameSessionRelations = relations(gameSessions, ({ one }) => ({
  game: one(games, { fields: [gameSessions.gameId], references: [games.id] }),
}));

export const knownFindingRelations = relations(knownFindings, ({ one }) => ({
  game: one(games, { fields: [knownFindings.gameId], references: [games.id] }),
}));
