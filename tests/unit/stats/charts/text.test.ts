import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted, textWidth, wrapped } from "../../../../src/stats/charts/chart-text.js";
import { escaped, line } from "../../../../src/stats/charts/svg.js";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("text in a chart", () => {
  it("is cut to the available width, and unchanged if it fits", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 400 }), (text, width) => {
        const fit = fitted(text, width, 12);
        expect(textWidth(fit, 12)).toBeLessThanOrEqual(width);
        if (textWidth(text, 12) <= width) expect(fit).toBe(text);
      }),
    );
  });

  it("fits if it is exactly as wide as the space", () => {
    for (const length of [1, 7, 28, 30, 43])
      expect(fitted("⺀".repeat(length), length * 10, 10)).toBe("⺀".repeat(length));
    expect(fitted("⺀aaa", 28, 10)).toBe("⺀aaa");
    expect(fitted("⺀aaaa", 28, 10)).toBe("⺀aa…");
  });

  it("is broken between words, and cut after the last line", () => {
    expect(wrapped("Ben Zobrist doubles to left field", 100, 12, 3)).toEqual([
      "Ben Zobrist",
      "doubles to left",
      "field",
    ]);
    expect(wrapped("Ben Zobrist doubles to left field", 100, 12, 2)).toEqual([
      "Ben Zobrist",
      "doubles to left…",
    ]);
    expect(wrapped("  ", 120, 12, 2)).toEqual([]);
  });

  it("never exceeds the number of lines or the width", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 3 }),
        (text, width, most) => {
          const lines = wrapped(text, width, 10, most);
          expect(lines.length).toBeLessThanOrEqual(most);
          for (const each of lines) expect(textWidth(each, 10)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it("does not cut a grapheme that consists of several characters", () => {
    expect(fitted("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 60, 12)).toMatch(/^(?:👩‍👩‍👧‍👦)*…$/u);
  });
});

describe("text from outside", () => {
  it("is escaped, and read back as the same text", () => {
    expect(line(1, 2, `O'Neil & "Sons" <script>`)).toBe(
      '<text x="1" y="2" fill="#222222" font-size="12">O\'Neil &amp; &quot;Sons&quot; &lt;script&gt;</text>',
    );
  });

  it("contains no characters that XML does not allow", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const written = escaped(`${text}\u0000\ud800\uffff`);
        expect(written).not.toMatch(/[<>"\p{Surrogate}]|&(?!(?:amp|lt|gt|quot);)/u);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
        expect(written).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      }),
    );
  });
});
