import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Database,
  DatabaseOperations,
  IllegalSubstitutionError,
  type PlayInput,
  SerializationFailureError,
} from "../../../src/index.js";
import { type FullGame, firstPlay, fullGame, startersOf } from "../../support/full-game.js";
import { awayTeamId, homeTeamId, newGame } from "../../support/game-fixtures.js";
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
const pitchers = async ({ gameId }: FullGame) =>
  (await new DatabaseOperations(other).getActiveLineup(gameId, homeTeamId)).filter(
    ({ position }) => position === "P",
  );
const nextPlay = (game: FullGame, playNumber: number): PlayInput => firstPlay(game, { playNumber });

describe("two substitutions for the same player by two connections", () => {
  it("end as one that succeeds and one that reports who came in, in either order", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    let present = game.home.P;
    for (let round = 1; round <= 20; round += 1) {
      const outcomes = await Promise.allSettled([
        new DatabaseOperations(one).substitute(relief(game, present, 300 + 2 * round)),
        new DatabaseOperations(other).substitute(relief(game, present, 301 + 2 * round)),
      ]);
      const [won, lost] = outcomes.toSorted((a, b) => a.status.localeCompare(b.status));
      if (won?.status !== "fulfilled" || lost?.status !== "rejected") throw new Error("one must win");
      const [winner] = won.value.entries;
      expect(lost.reason).toBeInstanceOf(IllegalSubstitutionError);
      expect(lost.reason.details.reasons).toEqual([
        expect.stringMatching(`left the game already: ${winner?.playerName} came in for him`),
      ]);
      expect(await pitchers(game)).toEqual([winner]);
      present = winner?.id ?? 0;
    }
  });

  it("are decided again: the second waits for the first's transaction, and sees its result", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await using session = await one.session();
    await new DatabaseOperations(session).substitute(relief(game, game.home.P, 301));
    const second = refusalOf(new DatabaseOperations(other).substitute(relief(game, game.home.P, 302)));
    await untilBlocked(one);
    await session.commit();
    expect((await second).details.reasons).toEqual([
      "Home P has left the game already: Reliever 301 came in for him.",
    ]);
  });

  it("are made by the second when the first's transaction is rolled back", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await using session = await one.session();
    await new DatabaseOperations(session).substitute(relief(game, game.home.P, 301));
    const second = new DatabaseOperations(other).substitute(relief(game, game.home.P, 302));
    await untilBlocked(one);
    await session.rollback();
    expect(await pitchers(game)).toEqual((await second).entries);
  });

  it("do not fail the transaction of the one that is refused", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await using session = await one.session();
    const operations = new DatabaseOperations(session);
    await operations.getActiveLineup(game.gameId, homeTeamId);
    await new DatabaseOperations(other).substitute(relief(game, game.home.P, 301));
    const refusal = await refusalOf(operations.substitute(relief(game, game.home.P, 302)));
    expect(refusal).toBeInstanceOf(IllegalSubstitutionError);
    await operations.recordPlay(nextPlay(game, 1), state);
    await session.commit();
    expect(await new DatabaseOperations(other).getPlays(game.gameId)).toHaveLength(1);
  });

  it("fail completely if the transaction's snapshot cannot change", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await using session = await one.session({ isolation: "repeatable read" });
    const operations = new DatabaseOperations(session);
    await operations.getActiveLineup(game.gameId, homeTeamId);
    await new DatabaseOperations(other).substitute(relief(game, game.home.P, 301));
    const refusal = await refusalOf(operations.substitute(relief(game, game.home.P, 302)));
    expect(refusal).toBeInstanceOf(SerializationFailureError);
  });
});

describe("a substitution at the same time as another change", () => {
  it("of the other team is made too, in either order", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await new DatabaseOperations(one).recordPlay(nextPlay(game, 1), state);
    let [pitcher, runner] = [game.home.P, game.away.P];
    for (let round = 1; round <= 20; round += 1) {
      const run = {
        ...{ gameId: game.gameId, teamId: awayTeamId },
        changes: [{ replaces: runner, playerId: 500 + round, position: "PR" as const }],
      };
      const [made, ran] = await Promise.all([
        new DatabaseOperations(one).substitute(relief(game, pitcher, 300 + round)),
        new DatabaseOperations(other).substitute(run),
      ]);
      [pitcher, runner] = [made.entries[0]?.id ?? 0, ran.entries[0]?.id ?? 0];
    }
    const loaded = await new DatabaseOperations(one).loadGameState(game.gameId);
    expect(loaded?.game.stateVersion).toBe(43);
    expect(loaded?.lineups).toHaveLength(19);
  });

  it("by recordPlay is decided again, and recorded after the play that came first", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await using session = await one.session();
    await new DatabaseOperations(session).recordPlay(nextPlay(game, 1), state);
    const made = new DatabaseOperations(other).substitute(relief(game, game.home.P, 301));
    await untilBlocked(one);
    await session.commit();
    expect((await made).entries[0]).toMatchObject({ afterPlay: 1, enteredInning: 1 });
    expect((await made).ended[0]).toMatchObject({ leftAfterPlay: 1 });
  });

  it("by deactivateLineupPlayer, which does not lock the game, is noticed", async () => {
    const game = await fullGame(new DatabaseOperations(one));
    await using session = await one.session();
    await new DatabaseOperations(session).deactivateLineupPlayer(game.gameId, game.home.LF);
    const made = refusalOf(
      new DatabaseOperations(other).substitute({
        ...relief(game, game.home.P, 301),
        changes: [
          { replaces: game.home.LF, playerId: 301, position: "LF" },
          { replaces: game.home.P, playerId: 302, position: "P" },
        ],
      }),
    );
    await untilBlocked(one);
    await session.commit();
    expect((await made).details.reasons).toContain("Home LF has left the game already.");
    expect((await pitchers(game)).map(({ id }) => id)).toEqual([game.home.P]);
  });
});

describe("two starting lineups of one team", () => {
  it("are one that is entered, and one that is refused", async () => {
    for (let round = 1; round <= 10; round += 1) {
      const { id: gameId } = await new DatabaseOperations(one).createGame(newGame());
      const players = startersOf("Home");
      const outcomes = await Promise.allSettled(
        [one, other].map((database) =>
          new DatabaseOperations(database).setStartingLineup({ gameId, teamId: homeTeamId, players }),
        ),
      );
      const lost = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(lost.map(({ reason }) => reason.details.reasons)).toEqual([["This team has a lineup already."]]);
      expect(await new DatabaseOperations(one).getActiveLineup(gameId, homeTeamId)).toHaveLength(10);
    }
  });
});
