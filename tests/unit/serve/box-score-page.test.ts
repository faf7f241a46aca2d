import { expect, test } from "vitest";
import { boxScoreTables } from "../../../src/serve/page/box-score-page.js";
import { render } from "../../../src/serve/page/html.js";
import type { BoxSheet } from "../../../src/stats/box-score/box-score-sheet.js";

const side = (batter: string, pitcher: string) => ({
  team: { name: "Cleveland" },
  batting: [{ name: batter, isSubstitute: false, counts: [] }],
  pitching: [{ name: pitcher, counts: [] }],
  footnotes: [],
});

test.each([
  ["Brandon Guyer, ph-rf-lf", 'Brandon Guyer, <span class="unbroken">ph-rf-lf</span>'],
  ["Jason Kipnis, 2b", "Jason Kipnis, 2b"],
  ["Aroldis Chapman (W)", 'Aroldis <span class="unbroken">Chapman (W)</span>'],
  ["Ichiro", "Ichiro"],
])("in the cell of %s, positions and decision are not broken between lines", (name, expected) => {
  const sheet = { away: side(name, name), home: side(name, name), notes: [], notice: null };
  const page = render(boxScoreTables(sheet as unknown as BoxSheet));
  expect(page.replaceAll(/<!--.*?-->/g, "").split(`>${expected}</th>`)).toHaveLength(5);
});
