import fc from "fast-check";

/** A damage of a file; the games that it does not touch stay complete. */
export interface Damage {
  readonly kind: string;
  readonly text: Buffer;
}

/** The kinds of damages that leave every game unchanged. */
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

/** Records that could be in a real file, and similar invalid ones; `<id>` is a player of the file. */
const records = fc.constantFrom(
  ...["radj,<id>,2", "radj,<id>,4", "radj,nobody01,1", "presadj,<id>,1", "presadj,<id>,", "presadj,<id>"],
  ...[
    "padj,<id>,L",
    "badj,<id>,R",
    "ladj,0,5",
    "ladj,1,10",
    "ladj",
    "cw,<id>,1",
    "cw",
    "foo,bar",
    "play",
    "id",
  ],
  ...[
    'sub,<id>,"Player",0,3,6',
    'sub,<id>,"Player",1,0,1',
    'sub,newma001,"New Man",0,9,11',
    'sub,<id>,"Player",1,4,12',
  ],
  ...[
    'sub,newma001,"New Man",1,9,13',
    'sub,<id>,"Player",2,1,1',
    "sub,<id>",
    "play,1,0,<id>,??,,NP",
    "play,7,1,<id>,31,,NP",
  ],
  ...[
    'com,"replay,5,<id>,BOS,ump001,,N,1,Tag play,Y"',
    'com,"ej,<id>,P,ump001,Balls and strikes"',
    'com,"""',
    "com",
  ],
  ...['com,"umpchange,5,umphome,ump001"', 'com,"suspend,20200701,BOS07,3,4,27"', 'com,"dugout,play,1,null"'],
  ...[
    "info,innings,7",
    "info,innings,100",
    "info,htbf,true",
    "info,tiebreaker,2",
    "info,forfeit,V",
    "info,wp,<id>",
  ],
  ...["version,3", "data,er,<id>,x", "stat,bline,<id>", 'start,<id>,"Player",0,1,1'],
);

/** A file with random damages. */
export function damaged(original: string): fc.Arbitrary<Damage> {
  const lines = original.trimEnd().split("\n");
  const ids = lines.flatMap((line) => /^(?:start|sub),([^,]+)/.exec(line)?.[1] ?? []);
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
    fc.tuple(fraction, fraction, records).map(([at, person, record]) => {
      const id = ids[Math.floor(person * ids.length)] as string;
      return {
        kind: "record inserted",
        text: rejoined(lines.toSpliced(lineAt(at), 0, record.replaceAll("<id>", id))),
      };
    }),
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
