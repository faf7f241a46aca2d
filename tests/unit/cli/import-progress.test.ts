import { expect, it } from "vitest";
import { progressText } from "../../../src/cli/import-progress.js";

const progress = { games: 1_422, plays: 108_240, bytesRead: 25, bytesTotal: 100 };

it.each([
  ["seconds", progress, 4_000, " 25 %, 1,422 games, 108,240 plays, 12 s left"],
  ["minutes from two on", progress, 60_000, " 25 %, 1,422 games, 108,240 plays, 3 min left"],
  ["nothing before anything is read", { ...progress, bytesRead: 0 }, 5, "  0 %, 1,422 games, 108,240 plays"],
  ["no time at the end", { ...progress, bytesRead: 100 }, 5, "100 %, 1,422 games, 108,240 plays, 0 s left"],
])("the time that is left is shown in %s", (_, given, elapsed, text) => {
  expect(progressText(given, elapsed)).toBe(text);
});
