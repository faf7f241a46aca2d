import { expect } from "vitest";
import { toGameFile } from "../../../support/chadwick/index.js";
import { playInput, playRules } from "../../../../src/models/plays/index.js";
import { brokenRules } from "../../../../src/models/validate.js";
import { type Cells, type Change, eventRow, gameRows } from "./rows.js";

/** The play that the cells make, after a strikeout and whoever came in then, checked as the database would. */
export function playOf(cells: Cells, changes: readonly Change[] = []) {
  const file = toGameFile(gameRows({ events: [eventRow(1), eventRow(2, cells)], changes }));
  const play = file.plays[1];
  if (play === undefined) throw new Error("The second play is missing.");
  expect(playInput.safeParse({ ...play, gameId: file.game.id }).error).toBeUndefined();
  expect(brokenRules(play, playRules)).toEqual([]);
  const nameOf = (id: number | null) => file.lineups.find((entry) => entry.id === id)?.playerName ?? null;
  return { ...play, nameOf };
}
