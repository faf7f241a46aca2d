import { getTableColumns } from "drizzle-orm";
import { expect, test } from "vitest";
import type { ValidationError } from "../../../src/errors/errors.js";
import { playInput, playPatterns, plays } from "../../../src/models/plays-table.js";
import { validate } from "../../../src/models/validate.js";
import { checksOf } from "../../support/model-tables.js";
import { samplePlay, thrownBy } from "../../support/sample-inputs.js";

test("every column with a pattern has a CHECK with the same expression", () => {
  const columns = getTableColumns(plays);
  const wanted = Object.entries(playPatterns).map(([field, { pattern }]) => {
    const { name } = columns[field as keyof typeof playPatterns];
    return `plays_${name}_pattern: ${name} ~ '${pattern}'`;
  });
  const present = checksOf(plays)
    .filter(({ name }) => name.endsWith("_pattern"))
    .map(({ name, condition }) => `${name}: ${condition}`);
  expect(present.toSorted()).toEqual(wanted.toSorted());
  expect(present).toHaveLength(3);
});

test("a value that does not match is refused with the pattern's description; null is accepted", () => {
  const given = { putoutPositions: "1234", assistPositions: "6-4", errorPositions: null };
  const refused = () => validate("The play", playInput, { ...samplePlay, ...given });
  const { issues } = thrownBy(refused) as ValidationError;
  expect(issues.map(({ field, message }) => `${field} ${message}`)).toEqual([
    "putoutPositions must be 1 to 3 fielders by the scorer's numbers, such as 63 for the shortstop and the first baseman",
    "assistPositions must be 1 to 10 fielders by the scorer's numbers, such as 63 for the shortstop and the first baseman",
  ]);
});

test("a value that is not a text is refused as such", () => {
  const refused = () => validate("The play", playInput, { ...samplePlay, putoutPositions: 43 });
  expect((thrownBy(refused) as ValidationError).issues).toEqual([
    { field: "putoutPositions", message: "must be text" },
  ]);
});
