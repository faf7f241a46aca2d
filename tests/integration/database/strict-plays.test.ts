import { expect, test } from "vitest";
import {
  DatabaseOperations,
  IllegalPlayError,
  type PlayInput,
  PlaySequenceError,
  StaleGameStateError,
  ValidationError,
  verifyGame,
} from "../../../src/index.js";
import { situationAfter } from "../../../src/rules.js";
import { firstPlay, fullGame } from "../../support/full-game.js";
import { awayTeamId, homeTeamId } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const at = onServer();
const operations = () => new DatabaseOperations(at().database);
const strict = { strict: true } as const;
const record = (play: PlayInput, options = {}) =>
  operations().recordPlay(play, situationAfter(play), { ...strict, ...options });

/** A game in which the away team's pitcher is on first base, and its catcher bats. */
async function begun() {
  const game = await fullGame(operations());
  await record(firstPlay(game));
  const single = {
    ...{ playNumber: 2, battingOrder: 2, batterId: game.away.C, bb: 0, ab: 1, hit: 1 },
    ...{ onFirstId: game.away.P, onFirstFinal: 2, onFirstPitcherId: game.home.P },
  };
  return { game, second: firstPlay(game, single) };
}

test("a strict play with an error that only the complete game shows is refused, with every reason", async () => {
  const { game, second } = await begun();
  const { away, home } = game;
  const wrong: Readonly<Record<string, [Partial<PlayInput>, number]>> = {
    "a batter who is not due": [{ batterId: away["1B"], battingOrder: 3 }, 1],
    "a place in the order that is not his": [{ batterId: away["1B"] }, 1],
    "somebody else who pitches": [{ pitcherId: home.C, onFirstPitcherId: home.P }, 1],
    "a catcher who does not catch": [{ catcherId: home["1B"] }, 1],
    "a fielder of the other side": [{ defenderId: away.SS }, 1],
    "another runner": [{ onFirstId: away.SS }, 1],
    "a runner on another base": [
      { onFirstId: null, onFirstFinal: null, onFirstPitcherId: null, onSecondId: away.P, onSecondFinal: 2 },
      1,
    ],
    "a runner charged to a fielder": [{ onFirstPitcherId: home.C }, 1],
    "two things": [{ batterId: away["1B"], battingOrder: 3, onFirstPitcherId: home.C }, 2],
  };
  for (const [name, [change, reasons]] of Object.entries(wrong)) {
    const refusal = await rejectionOf(record({ ...second, ...change }));
    expect([name, refusal]).toEqual([name, expect.any(IllegalPlayError)]);
    expect([name, ((refusal as IllegalPlayError).details.reasons as string[]).length >= reasons]).toEqual([
      name,
      true,
    ]);
  }
  expect(await operations().getPlays(game.gameId)).toHaveLength(1);
  await record(second);
  expect(await verifyGame(at().database, game.gameId)).toEqual([]);
});

test("a state that does not follow from a strict play is refused", async () => {
  const { second } = await begun();
  const state = situationAfter(second);
  for (const change of [
    { homeScore: 1 },
    { inning: 2 },
    { half: "bottom" },
    { status: "completed" },
    { winnerTeamId: homeTeamId },
  ] as const) {
    const refusal = await rejectionOf(operations().recordPlay(second, { ...state, ...change }, strict));
    expect([change, refusal]).toEqual([change, expect.any(IllegalPlayError)]);
  }
});

test("a strict play follows all other rules: repeated it is stored once, and stale or misplaced plays are refused as such", async () => {
  const { game, second } = await begun();
  const first = await record(second);
  expect(await record(second)).toEqual(first);
  const third = { ...second, playNumber: 9 };
  expect(await rejectionOf(record(third))).toBeInstanceOf(PlaySequenceError);
  const stale = await rejectionOf(record({ ...second, playNumber: 3 }, { expectedVersion: 0 }));
  expect(stale).toBeInstanceOf(StaleGameStateError);
  expect(await rejectionOf(record(second, { outOfSequence: true }))).toBeInstanceOf(ValidationError);
  expect(await operations().getPlays(game.gameId)).toHaveLength(2);
});

test("a strict play is checked again if the lineups change before it is written", async () => {
  const { game, second } = await begun();
  const pinchHit = operations().substitute({
    ...{ gameId: game.gameId, teamId: awayTeamId },
    changes: [{ replaces: game.away.C, playerId: 900, position: "PH" }],
  });
  const [outcome] = await Promise.allSettled([record(second), pinchHit]);
  await pinchHit;
  const isFirst = outcome.status === "fulfilled";
  if (!isFirst) expect(outcome.reason).toBeInstanceOf(IllegalPlayError);
  expect(await verifyGame(at().database, game.gameId)).toEqual([]);
});
