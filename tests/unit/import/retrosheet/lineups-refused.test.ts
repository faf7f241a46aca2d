import { expect, it } from "vitest";
import { ValidationError } from "../../../../src/errors/index.js";
import { toGameFile } from "../../../support/chadwick/index.js";
import { eventRow, gameRows, idOf } from "./rows.js";

it("refuses a substitution for somebody who is not in that slot, naming file, line, game and field", () => {
  const rows = gameRows({
    events: [eventRow(1)],
    changes: [{ after: 0, team: "away", comes: 11, slot: 2, position: 11, goes: 3 }],
  });
  expect(() => toGameFile(rows)).toThrow(ValidationError);
  expect(() => toGameFile(rows)).toThrow(/Line 2 of cwsub.csv \(game HOM202007240\).*REMOVED_ID is away0003/);
});

it("notices that a substitution is missing, by the fielders of the play", () => {
  const rows = gameRows({ events: [eventRow(1, { POS8_FLD_ID: idOf("home", 11) })] });
  expect(() => toGameFile(rows)).toThrow(/Line 2 of cwevent.csv .*POS8_FLD_ID is home0011.* at CF/);
});

it("refuses a batter who stands in no batting slot", () => {
  const rows = gameRows({ events: [eventRow(1, { BAT_ID: idOf("away", 10) })] });
  expect(() => toGameFile(rows)).toThrow(/BAT_ID is away0010/);
});

it("notices that a substitution is missing, by the batter of the play", () => {
  const rows = gameRows({ events: [eventRow(1, { BAT_ID: idOf("away", 11) })] });
  expect(() => toGameFile(rows)).toThrow(/BAT_ID is away0011/);
});
