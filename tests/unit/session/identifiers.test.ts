import { expect, test } from "vitest";
import { identifiersOf } from "../../../src/session/identifiers.js";
import { samplePlay } from "../../support/sample-inputs.js";

test("identifiers are picked out of a statement's values, and nothing else", () => {
  const values = {
    ...samplePlay,
    teamId: 1,
    cardId: 4,
    position: "SS",
    diceRoll: "6-6",
    playMetadata: { a: 1 },
  };
  expect(identifiersOf(values)).toEqual({
    gameId: samplePlay.gameId,
    playNumber: 1,
    battingOrder: 1,
    teamId: 1,
    cardId: 4,
    position: "SS",
  });
});

test("a play and a state are about what the play is about", () => {
  const values = { play: samplePlay, state: { gameId: "other", inning: 2 } };
  expect(identifiersOf(values)).toEqual(identifiersOf(samplePlay));
});

test("a value that is null or of another kind is left out", () => {
  expect(identifiersOf({ gameId: null, teamId: undefined, cardId: {}, playerId: 3 })).toEqual({
    playerId: 3,
  });
});

test.each([[undefined], [null], [7], ["game"]])("%j has none", (values) => {
  expect(identifiersOf(values)).toEqual({});
});
