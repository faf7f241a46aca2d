import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accentCount, accentsOf } from "../../../src/serve/page/line-score-table.js";
import { style } from "../../../src/serve/page/style.js";
import { propertyRuns } from "../../support/property-runs.js";

/** The two values of a custom property, for light and for dark; of accents there are several. */
function pairs(name: string): (readonly [string, string])[] {
  const found = style.matchAll(new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`, "g"));
  return [...found].map(([, light, dark]) => [light as string, dark as string] as const);
}

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe("the colors of the pages", () => {
  const text = ["ink", "quiet", "mark", "live", "accent"];
  const grounds = ["paper", "ground"];
  it.each(text.flatMap((name) => grounds.map((ground) => [name, ground])))(
    "--%s can be read on --%s in light and dark",
    (name, ground) => {
      const [under] = pairs(ground);
      const colors = pairs(name);
      expect(colors).toHaveLength(name === "accent" ? accentCount : 1);
      for (const color of colors)
        for (const theme of [0, 1] as const)
          expect(contrast(color[theme], (under as [string, string])[theme])).toBeGreaterThan(4.5);
    },
  );
});

it("the two teams of a game never have the same accent color, and the home team always keeps its own", () => {
  const id = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(id, id, id, (away, home, other) => {
      const accents = accentsOf(away, home);
      expect(accents.away).not.toBe(accents.home);
      expect(accents.home).toBe(accentsOf(other, home).home);
      for (const accent of Object.values(accents)) {
        expect(accent).toBeGreaterThanOrEqual(0);
        expect(accent).toBeLessThan(accentCount);
      }
    }),
    { numRuns: propertyRuns(300) },
  );
});
