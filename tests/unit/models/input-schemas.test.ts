import { getTableColumns } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { gameSessionInput, gameSessions } from "../../../src/models/game-sessions-table.js";
import { gameInput, games } from "../../../src/models/games-table.js";
import { lineups, pdLineupInput, sbaLineupInput } from "../../../src/models/lineups-table.js";
import { playInput, plays } from "../../../src/models/plays-table.js";
import { pdRosterInput, rosterLinks, sbaRosterInput } from "../../../src/models/roster-links-table.js";
import { sampleGame, sampleGameId, samplePlay } from "../../support/sample-inputs.js";

const entry = { gameId: sampleGameId, teamId: 1 };
const lineupEntry = { ...entry, position: "SS" };

interface Case {
  readonly schema: () => z.ZodObject;
  readonly table: Parameters<typeof getTableColumns>[0];
  /** Only the required fields. */
  readonly least: object;
  /** Columns that the input never has. */
  readonly absent: readonly string[];
}

const cases: [string, Case][] = [
  [
    "a play",
    {
      schema: playInput,
      table: plays,
      least: samplePlay,
      absent: ["id", "onBaseCode", "runsScored", "feedVersion", "stateHash"],
    },
  ],
  [
    "a game",
    {
      schema: gameInput,
      table: games,
      least: sampleGame,
      absent: ["stateVersion", "feedVersion", "nextPlace", "nextPlaceVersion"],
    },
  ],
  [
    "a PD lineup entry",
    {
      schema: pdLineupInput,
      table: lineups,
      least: { ...lineupEntry, cardId: 7 },
      absent: ["id", "playerId", "feedVersion"],
    },
  ],
  [
    "an SBA lineup entry",
    {
      schema: sbaLineupInput,
      table: lineups,
      least: { ...lineupEntry, playerId: 7 },
      absent: ["id", "cardId", "feedVersion"],
    },
  ],
  [
    "a PD roster entry",
    { schema: pdRosterInput, table: rosterLinks, least: { ...entry, cardId: 7 }, absent: ["id", "playerId"] },
  ],
  [
    "an SBA roster entry",
    {
      schema: sbaRosterInput,
      table: rosterLinks,
      least: { ...entry, playerId: 7 },
      absent: ["id", "cardId"],
    },
  ],
  [
    "a game session",
    { schema: gameSessionInput, table: gameSessions, least: { gameId: sampleGameId }, absent: [] },
  ],
];

describe.each(cases)("%s", (_, { schema, table, least, absent }) => {
  test("is returned with all its columns, none of them undefined", () => {
    const columns = Object.keys(getTableColumns(table)).filter((name) => !absent.includes(name));
    const parsed = schema().parse(least);
    expect(Object.keys(parsed).toSorted()).toEqual(columns.toSorted());
    expect(Object.entries(parsed).filter(([, value]) => value === undefined)).toEqual([]);
  });

  test.each(Object.keys(least))("is refused without its %s", (field) => {
    const { [field]: _left, ...rest } = least as Record<string, unknown>;
    expect(
      schema()
        .safeParse(rest)
        .error?.issues.map(({ path }) => path),
    ).toEqual([[field]]);
  });

  test("is refused with a column that the database or the operation sets", () => {
    for (const field of absent)
      expect(schema().safeParse({ ...least, [field]: 1 }).success, field).toBe(false);
  });

  test("is accepted again as it came back", () => {
    const parsed = schema().parse(least);
    expect(schema().parse(parsed)).toEqual(parsed);
  });
});

test("a play's counts are 0, its people and finals null, its flags false, its metadata empty, when left out", () => {
  const play = playInput().parse(samplePlay);
  expect(play).toMatchObject({ pa: 0, rbi: 0, earnedRuns: 0, catcherId: null, onFirstFinal: null });
  expect(play).toMatchObject({ locked: false, complete: false, playMetadata: {}, diceRoll: null, wpa: null });
});

test("a column whose default is the current time gets it", () => {
  const before = Date.now();
  for (const made of [playInput().parse(samplePlay).createdAt, gameInput().parse(sampleGame).createdAt]) {
    expect((made as Date).getTime()).toBeGreaterThanOrEqual(before);
    expect((made as Date).getTime()).toBeLessThanOrEqual(Date.now());
  }
});

test("a default that is an object is a new one each time", () => {
  const [one, other] = [playInput().parse(samplePlay), playInput().parse(samplePlay)];
  expect(one.playMetadata).not.toBe(other.playMetadata);
});

test("a UUID of any version and variant is a valid game id, as in PostgreSQL", () => {
  for (const gameId of ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"])
    expect(playInput().safeParse({ ...samplePlay, gameId }).success).toBe(true);
  for (const gameId of ["", "1", "01920000000070008000000000000001", 7])
    expect(playInput().safeParse({ ...samplePlay, gameId }).success).toBe(false);
});
