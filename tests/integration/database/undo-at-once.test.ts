import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Database,
  DatabaseOperations,
  type PlayInput,
  StaleGameStateError,
} from "../../../src/index.js";
import { type FullGame, firstPlay, fullGame } from "../../support/full-game.js";
import { homeTeamId } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { refusalOf } from "../../support/refusals.js";
import { untilBlocked } from "../../support/server-activity.js";

const server = serverDatabase();
let one: Database;
let other: Database;

beforeAll(async () => {
  [one, other] = await Promise.all([server().open(), server().open()]);
});

afterAll(() => Promise.all([one.close(), other.close()]));

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

/** A new pitcher for the home team's current one. */
const relief = ({ gameId }: FullGame, replaces: number, playerId: number) => ({
  ...{ gameId, teamId: homeTeamId },
  changes: [{ replaces, playerId, playerName: `Reliever ${playerId}`, position: "P" as const }],
});
const nextPlay = (game: FullGame, playNumber: number): PlayInput => firstPlay(game, { playNumber });

describe("two servers that undo", () => {
  it("cannot both rewind from the same version", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    for (const number of [1, 2, 3])
      await new DatabaseOperations(one).recordPlay(nextPlay(game, number), state);
    const expectedVersion = 5;
    const outcomes = await Promise.allSettled(
      [one, other].map((database) =>
        new DatabaseOperations(database).rewindGame(game.gameId, 2, { expectedVersion }),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((outcome) => outcome.status === "rejected");
    expect(lost?.reason).toBeInstanceOf(StaleGameStateError);
    expect(lost?.reason.details).toMatchObject({ stateVersion: 6, lastPlay: 2 });
  });

  it("also rewind a play that was recorded in the meantime", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await new DatabaseOperations(one).recordPlay(nextPlay(game, 1), state);
    await using session = await one.session();
    await new DatabaseOperations(session).recordPlay(nextPlay(game, 2), state);
    const rewinding = new DatabaseOperations(other).rewindGame(game.gameId, 0);
    await untilBlocked(one);
    await session.commit();
    expect((await rewinding).plays.map(({ playNumber }) => playNumber)).toEqual([1, 2]);
    expect(await new DatabaseOperations(one).getPlays(game.gameId)).toEqual([]);
  });

  it("do not revise a play that is no longer the last", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await new DatabaseOperations(one).recordPlay(nextPlay(game, 1), state);
    await using session = await one.session();
    await new DatabaseOperations(session).recordPlay(nextPlay(game, 2), state);
    const revising = refusalOf(
      new DatabaseOperations(other).reviseLastPlay(firstPlay(game, { bb: 0, hbp: 1 }), state),
    );
    await untilBlocked(one);
    await session.commit();
    expect(await revising).toBeInstanceOf(StaleGameStateError);
    const [play] = await new DatabaseOperations(one).getPlays(game.gameId);
    expect(play).toMatchObject({ bb: 1, hbp: 0 });
  });

  it("revise the last play although the game changed in another way meanwhile", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await new DatabaseOperations(one).recordPlay(nextPlay(game, 1), state);
    await using session = await one.session();
    await new DatabaseOperations(session).substitute(relief(game, game.home.P, 301));
    const revising = new DatabaseOperations(other).reviseLastPlay(firstPlay(game, { bb: 0, hbp: 1 }), state);
    await untilBlocked(one);
    await session.commit();
    expect((await revising).stateVersion).toBe(5);
  });
});
