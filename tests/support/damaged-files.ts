import fc from "fast-check";

/** Something that happens to a file, and leaves nothing whole but what it does not touch. */
export interface Damage {
  readonly kind: string;
  readonly text: Buffer;
}

/** What may be said of damages by their kind: these leave every game as it was. */
export const harmless: readonly string[] = ["line ends of Windows", "byte order mark", "Latin-1"];

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const strange = fc.constantFrom(
  "",
  "-1",
  "1e3",
  "99999999999999999999",
  "T",
  "nobody01",
  "\\N",
  "\\.",
  "nul \0 in it",
  "O'Neil; drop table games",
  "a\tb",
  "é",
  "\u{1F600}",
  '""',
  "x".repeat(200_000),
);

/** A file of so many ways to be broken. */
export function damaged(original: string): fc.Arbitrary<Damage> {
  const lines = original.trimEnd().split("\n");
  const rejoined = (changed: readonly string[]) => Buffer.from(`${changed.join("\n")}\n`);
  const lineAt = (at: number) => 1 + Math.floor(at * (lines.length - 1));
  return fc.oneof(
    fraction.map((at) => ({
      kind: "cut",
      text: Buffer.from(original).subarray(0, Math.floor(at * original.length)),
    })),
    fc.tuple(fraction, fraction).map(([one, other]) => {
      const changed = [...lines];
      const [first, second] = [lineAt(one), lineAt(other)];
      [changed[first], changed[second]] = [changed[second] as string, changed[first] as string];
      return { kind: "two lines swapped", text: rejoined(changed) };
    }),
    fraction.map((at) => ({ kind: "line lost", text: rejoined(lines.toSpliced(lineAt(at), 1)) })),
    fraction.map((at) => ({
      kind: "line twice",
      text: rejoined(lines.toSpliced(lineAt(at), 0, lines[lineAt(at)] as string)),
    })),
    fc.tuple(fraction, fraction, strange).map(([row, column, value]) => {
      const fields = (lines[lineAt(row)] as string).split(",");
      const changed = fields
        .toSpliced(Math.floor(column * fields.length), 1, value.includes(",") ? `"${value}"` : value)
        .join(",");
      return { kind: "strange value", text: rejoined(lines.toSpliced(lineAt(row), 1, changed)) };
    }),
    fc.tuple(fraction, fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
      const text = Buffer.from(original);
      text[Math.floor(at * text.length)] = byte;
      return { kind: "byte changed", text };
    }),
    fc.constantFrom(
      { kind: "line ends of Windows", text: Buffer.from(original.replaceAll("\n", "\r\n")) },
      { kind: "byte order mark", text: Buffer.from(`\uFEFF${original}`) },
      { kind: "UTF-16", text: Buffer.from(`\uFEFF${original}`, "utf16le") },
      { kind: "Latin-1", text: Buffer.from(original.replaceAll("Cabrera", "Cabréra"), "latin1") },
      { kind: "nothing", text: Buffer.alloc(0) },
      { kind: "first line alone", text: Buffer.from(`${lines[0]}\n`) },
      { kind: "no first line", text: rejoined(lines.slice(1)) },
    ),
  );
}
