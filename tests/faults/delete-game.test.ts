import { describe, expect, it } from "vitest";
import { DatabaseOperations, GameNotFoundError } from "../../src/index.js";
import { behind } from "../support/behind.js";
import { awayTeamId, newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { onServer } from "../support/places.js";
import { queryAlone } from "../support/raw-sql.js";
import { refusalOf } from "../support/refusals.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const at = onServer();
expectNothingUnhandled();

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 1 } as const;
const ended = (end: "commit" | "rollback") => ({ ...at(), end });

/** How many rows of all tables name a game. */
async function rowsOf({ gameId }: StagedGame): Promise<number> {
  const tables = ["plays", "lineups", "roster_links", "game_sessions"];
  const counts = tables.map((table) => `(select count(*) from ${table} where game_id = '${gameId}')`);
  const games = `(select count(*) from games where id = '${gameId}')`;
  const [row] = await queryAlone(at().elsewhere, `select (${[...counts, games].join(" + ")})::int as rows`);
  return Number(row?.rows);
}

type Work = (operations: DatabaseOperations, game: StagedGame) => Promise<unknown>;

const writes: Readonly<Record<string, Work>> = {
  savePlay: (operations, game) => operations.savePlay(newPlay(game)),
  recordPlay: (operations, game) => operations.recordPlay(newPlay(game), state),
  "recordPlay with an expectation": (operations, game) =>
    operations.recordPlay(newPlay(game), state, { expectedVersion: 0, expectedLastPlay: 0 }),
  updateGameState: (operations, { gameId }) => operations.updateGameState(gameId, state),
  startGame: (operations, { gameId }) => operations.startGame(gameId),
  addSbaRosterPlayer: (operations, { gameId }) =>
    operations.addSbaRosterPlayer({ gameId, teamId: awayTeamId, playerId: 1 }),
  createGameSession: (operations, { gameId }) => operations.createGameSession({ gameId }),
  "a play of a player who has just come in": async (operations, game) => {
    const { gameId } = game;
    const entry = { gameId, teamId: awayTeamId, playerId: 9, position: "PH", battingOrder: 9 } as const;
    const batterId = await operations.addSbaLineupPlayer(entry);
    await operations.savePlay(newPlay(game, { batterId, batterFinal: 1, pa: 1 }));
  },
};

const remove: Work = (operations, { gameId }) => operations.deleteGame(gameId);

describe.each(Object.entries(writes))("deleteGame and %s", (_, write) => {
  it("leave nothing if the deletion has to wait for the write", async () => {
    const game = await stageGame(at().database);
    const deleted = await behind(
      ended("commit"),
      (operations) => write(operations, game),
      (operations) => operations.deleteGame(game.gameId),
    );
    expect(await rowsOf(game)).toBe(0);
    const alike = await stageGame(at().database);
    await write(new DatabaseOperations(at().database), alike);
    const { plays, lineups } = await new DatabaseOperations(at().database).deleteGame(alike.gameId);
    expect(deleted).toMatchObject({ plays, lineups });
  });

  it("leave nothing, and the writer gets an error, if it waits for the deletion", async () => {
    const game = await stageGame(at().database);
    const writing = behind(
      ended("commit"),
      (operations) => remove(operations, game),
      (operations) => write(operations, game),
    );
    expect(await refusalOf(writing)).toBeInstanceOf(GameNotFoundError);
    expect(await rowsOf(game)).toBe(0);
  });

  it("leave the game and the write if the deletion is rolled back", async () => {
    const game = await stageGame(at().database);
    const before = await rowsOf(game);
    await behind(
      ended("rollback"),
      (operations) => remove(operations, game),
      (operations) => write(operations, game),
    );
    expect(await rowsOf(game)).toBeGreaterThanOrEqual(before);
  });
});

it("deleteGame, called twice at once, returns what it deleted to one caller, and a GameNotFoundError to the other", async () => {
  const game = await stageGame(at().database);
  const twice = behind(
    ended("commit"),
    (operations) => remove(operations, game),
    (operations) => remove(operations, game),
  );
  expect(await refusalOf(twice)).toBeInstanceOf(GameNotFoundError);
  expect(await rowsOf(game)).toBe(0);
});
