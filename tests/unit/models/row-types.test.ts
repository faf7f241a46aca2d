import { expectTypeOf, test } from "vitest";
import type { GameSession, GameSessionInput, gameSessions } from "../../../src/models/game-sessions-table.js";
import type { Game, GameInput, games } from "../../../src/models/games-table.js";
import type { LineupEntry, lineups, SbaLineupInput } from "../../../src/models/lineups-table.js";
import type { Play, PlayInput, plays } from "../../../src/models/plays-table.js";
import type { RosterLink, rosterLinks } from "../../../src/models/roster-links-table.js";

/** Columns that only the operations use. */
type Hidden = "feedVersion" | "stateHash" | "nextPlace" | "nextPlaceVersion";
type Select<Table extends { $inferSelect: object }> = Omit<Table["$inferSelect"], Hidden>;
type Insert<Table extends { $inferInsert: object }> = Omit<Table["$inferInsert"], Hidden>;

test("the documented interfaces are the types of the tables' rows", () => {
  expectTypeOf<Play>().branded.toEqualTypeOf<Select<typeof plays>>();
  expectTypeOf<Game>().branded.toEqualTypeOf<Select<typeof games>>();
  expectTypeOf<LineupEntry>().branded.toEqualTypeOf<Select<typeof lineups>>();
  expectTypeOf<GameSession>().branded.toEqualTypeOf<Select<typeof gameSessions>>();
  expectTypeOf<RosterLink>().branded.toEqualTypeOf<Select<typeof rosterLinks>>();
});

test("the documented inputs are what an INSERT into the tables takes", () => {
  expectTypeOf<PlayInput>().branded.toEqualTypeOf<Insert<typeof plays>>();
  expectTypeOf<GameSessionInput>().branded.toEqualTypeOf<Insert<typeof gameSessions>>();
  expectTypeOf<Omit<GameInput, "gameId">>().branded.toEqualTypeOf<
    Omit<Insert<typeof games>, "id" | "stateVersion">
  >();
  expectTypeOf<Omit<SbaLineupInput, "playerId">>().branded.toEqualTypeOf<
    Omit<Insert<typeof lineups>, "cardId" | "playerId">
  >();
});
