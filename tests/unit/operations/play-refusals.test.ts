import { describe, expect, test } from "vitest";
import { type Play, type PlayValues, playInput } from "../../../src/models/plays-table.js";
import { validate } from "../../../src/models/validate.js";
import { differences } from "../../../src/operations/play-refusals.js";
import { samplePlay } from "../../support/sample-inputs.js";

const sent = (change: object = {}) => validate<PlayValues>("a play", playInput, { ...samplePlay, ...change });
const stored = (change: object = {}) => ({ ...sent(change), id: 1, onBaseCode: 0, runsScored: 0 }) as Play;

describe("a play that is sent again", () => {
  test("equals the stored one if only its time differs", () => {
    const early = sent({ createdAt: new Date(1_000) });
    expect(differences(early, stored({ createdAt: new Date(2_000) }))).toEqual([]);
  });

  test("equals the stored one if its run values were filled in later", () => {
    expect(differences(sent(), stored({ wpa: 0.25, re24: -0.5 }))).toEqual([]);
  });

  test("equals the stored one if the database rounded a value", () => {
    expect(differences(sent({ wpa: 0.1 }), stored({ wpa: Math.fround(0.1) }))).toEqual([]);
  });

  test("differs if a value differs, or exists on one side only", () => {
    expect(differences(sent({ wpa: 0.1, re24: 1 }), stored({ wpa: 0.2 }))).toEqual(["wpa", "re24"]);
  });

  test("differs if any other field differs", () => {
    expect(differences(sent({ inning: 2 }), stored())).toEqual(["inning"]);
    expect(differences(sent(), stored({ hitType: "single" }))).toEqual(["hitType"]);
  });
});
