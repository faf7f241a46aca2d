import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted, textWidth, wrapped } from "../../../../src/stats/charts/chart-text.js";
import { escaped, line } from "../../../../src/stats/charts/svg.js";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("text in a chart", () => {
  it("fits where it has to, whatever it is, and stays as it is where there is room", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 400 }), (text, width) => {
        const fit = fitted(text, width, 12);
        expect(textWidth(fit, 12)).toBeLessThanOrEqual(width);
        if (textWidth(text, 12) <= width) expect(fit).toBe(text);
      }),
    );
  });

  it("fits exactly where it is as wide as its place", () => {
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

  it("never has more lines than it may, nor a wider one", () => {
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

  it("does not cut a character that is made of several", () => {
    expect(fitted("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 60, 12)).toMatch(/^(?:👩‍👩‍👧‍👦)*…$/u);
  });
});

describe("what people wrote", () => {
  it("is text to the reader of the picture, and nothing else", () => {
    expect(line(1, 2, `O'Neil & "Sons" <script>`)).toBe(
      '<text x="1" y="2" fill="#222222" font-size="12">O\'Neil &amp; &quot;Sons&quot; &lt;script&gt;</text>',
    );
  });

  it("holds nothing that XML cannot", () => {
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
