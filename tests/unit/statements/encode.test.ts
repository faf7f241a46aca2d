import { getTableColumns } from "drizzle-orm";
import { expect, test } from "vitest";
import { gameInput } from "../../../src/models/games-table.js";
import { type LineupValues, lineupInput } from "../../../src/models/lineups-table.js";
import { type PlayValues, playInput, plays } from "../../../src/models/plays-table.js";
import { updateSessionSnapshot } from "../../../src/statements/game-session-statements.js";
import { createGame } from "../../../src/statements/game-statements.js";
import { addPdLineupCard, addSbaLineupPlayer } from "../../../src/statements/lineup-statements.js";
import { savePlay } from "../../../src/statements/play-statements.js";
import { recordPlay } from "../../../src/statements/record-play-statements.js";
import type { Statement } from "../../../src/statements/statement.js";
import { sampleGame, sampleGameId, samplePlay } from "../../support/sample-inputs.js";

/** The value that an INSERT assigns to each of its columns. */
function given<Values>(statement: Statement<Values, unknown>, values: Values): Record<string, unknown> {
  const [, columns = "", valued, selected] =
    /insert into "\w+" \((.*?)\)\s*(?:values \((.*?)\)|select (.*?) from )/s.exec(statement.text) ?? [];
  const placeholders = valued ?? selected ?? "";
  const encoded = statement.encode(values);
  const sources = placeholders.split(", ");
  return Object.fromEntries(
    columns.split(", ").map((column, index) => {
      const number = /^\$(\d+)/.exec(sources[index] ?? "")?.[1];
      return [
        column.replaceAll('"', ""),
        number === undefined ? sources[index] : encoded[Number(number) - 1],
      ];
    }),
  );
}

const play = playInput().parse({
  ...samplePlay,
  onFirstId: 2,
  onFirstFinal: 3,
  pa: 1,
  playMetadata: { pitch: [1, "é"] },
  createdAt: new Date("2024-05-01T10:00:00.123Z"),
  wpa: -0.25,
}) as PlayValues;

test("every value of a play goes to its column, and the database computes the rest", () => {
  const columns = Object.entries(getTableColumns(plays)).filter(
    ([field, { generated }]) => generated === undefined && field in play,
  );
  const wanted = columns.map(([field, { name }]) => [name, play[field as keyof PlayValues]]);
  expect(given(savePlay, play)).toEqual({
    ...Object.fromEntries(wanted),
    play_metadata: '{"pitch":[1,"é"]}',
    created_at: "2024-05-01T10:00:00.123Z",
    ...{ game_id: "game.id", feed_version: "game.feed_version" },
  });
});

test("recording a play gives the same values as saving it, and the state after them", () => {
  const state = {
    gameId: sampleGameId,
    inning: 5,
    half: "bottom",
    homeScore: 2,
    awayScore: 1,
    status: null,
    winnerTeamId: null,
    startedAt: null,
    completedAt: null,
  } as const;
  const both = { play, state, stateHash: 7, expectedVersion: 4 };
  expect(given(recordPlay, both)).toEqual({ ...given(savePlay, play), state_hash: 7 });
  expect(recordPlay.encode(both)).toEqual(expect.arrayContaining([5, "bottom", 2, 1, 4]));
});

test("the inning of a play and that of the new state are separate values", () => {
  const state = { gameId: sampleGameId, inning: 9, half: "bottom", homeScore: 0, awayScore: 0 } as const;
  const values = { ...state, status: null, winnerTeamId: null, startedAt: null, completedAt: null };
  expect(given(recordPlay, { play, state: values, stateHash: 7, expectedVersion: null })).toMatchObject({
    inning: 1,
    half: "top",
  });
});

test("null stays null, even in a column with its own encoding", () => {
  const game = gameInput().parse(sampleGame) as Parameters<typeof createGame.encode>[0];
  expect(given(createGame, game)).toMatchObject({
    started_at: null,
    metadata: "{}",
    state_version: "default",
  });
  const snapshot = {
    gameId: sampleGameId,
    stateSnapshot: { a: 1 },
    connectedUsers: null,
    lastActionAt: new Date(0),
    now: new Date(1),
    expectedLastActionAt: null,
  };
  const encoded = updateSessionSnapshot.encode(snapshot);
  expect(encoded).toContain(null);
  expect(encoded).toContain('{"a":1}');
  expect(encoded).toContain("1970-01-01T00:00:00.000Z");
});

test.each([
  ["pd", addPdLineupCard],
  ["sba", addSbaLineupPlayer],
] as const)(
  "a lineup entry of the %s league is inserted with its own columns, only in that league",
  (league, statement) => {
    const entry = lineupInput().parse({ gameId: sampleGameId, teamId: 1, position: "RF", battingOrder: 3 });
    const values = { ...entry, cardId: 5, playerId: null } as LineupValues;
    expect(given(statement, values)).toMatchObject({
      card_id: 5,
      player_id: null,
      position: "RF",
      batting_order: 3,
    });
    expect(statement.text).toContain(`"league_id" = '${league}'`);
  },
);
