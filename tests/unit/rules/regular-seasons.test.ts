import fc from "fast-check";
import { expect, it } from "vitest";
import { hasAutomaticRunners, hasShortDoubleheaders } from "../../../src/rules/regular-seasons.js";

const dayOf = (year: number, rest: string) => `${year}${rest}`;

it.each([
  ["20190701", false],
  ["20200722", false],
  ["20200723", true],
  ["20200927", true],
  ["20200929", false],
  ["20240930", true],
  ["20250928", true],
  ["20250930", false],
  ["20260401", true],
  ["20260701", true],
  ["20261027", false],
])("on %s extra innings begin with a runner: %s", (day, expected) => {
  expect(hasAutomaticRunners(day)).toBe(expected);
});

it("the automatic runner applies every summer, and never in a postseason", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2020, max: 2999 }), (year) => {
      expect(hasAutomaticRunners(dayOf(year, "0815"))).toBe(true);
      expect(hasAutomaticRunners(dayOf(year, "1010"))).toBe(false);
    }),
  );
});

it.each([
  ["20200731", false],
  ["20200801", true],
  ["20211003", true],
  ["20220407", false],
])("on %s doubleheaders are of seven innings: %s", (day, expected) => {
  expect(hasShortDoubleheaders(day)).toBe(expected);
});
