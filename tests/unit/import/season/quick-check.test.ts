import fc from "fast-check";
import { expect, it } from "vitest";
import { quickCheck } from "../../../../src/import/season/quick-check.js";
import { parseGameFile } from "../../../../src/index.js";
import { playInput, playPatterns, playRanges } from "../../../../src/models/plays/index.js";
import { insertable } from "../../../../src/statements/columns.js";
import { worldSeriesText } from "../../../support/examples.js";

const { gameId: _, ...columns } = insertable.play;
const schema = playInput.omit({ gameId: true });
const fits = quickCheck(columns, { ranges: playRanges, patterns: playPatterns });

const odd = fc.oneof(
  fc.integer({ min: -3, max: 20 }),
  fc.constantFrom(
    null,
    undefined,
    true,
    "",
    "63",
    "0",
    "P",
    "top",
    Number.NaN,
    1.5,
    2 ** 60,
    -40_000,
    70_000,
  ),
  fc.constantFrom(new Date(Number.NaN), new Date("0000-01-01T00:00:00Z"), new Date("2020-07-24T00:00:00Z")),
  fc.constantFrom("nul \0", "half \ud800", {}, [], { at: new Date() }, { deep: [1, "two", null] }),
);

it("lets no play pass that the schema refuses", async () => {
  const { plays } = parseGameFile(JSON.parse(await worldSeriesText()));
  fc.assert(
    fc.property(
      fc.constantFrom(...plays),
      fc.constantFrom(...Object.keys(columns)),
      odd,
      (play, field, value) => {
        const changed = { ...play, [field]: value };
        if (fits(changed)) expect(schema.safeParse(changed).error).toBeUndefined();
      },
    ),
    { numRuns: 1_000 },
  );
});

it("lets real plays pass, so that the schema is rarely asked", async () => {
  const { plays } = parseGameFile(JSON.parse(await worldSeriesText()));
  expect(plays.filter((play) => !fits(play))).toEqual([]);
});
