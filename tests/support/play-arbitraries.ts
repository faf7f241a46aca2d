import fc from "fast-check";
import type { Advance, FieldingPlay, PlayEvent } from "../../src/rules/notation/play-event.js";

/** Leaves out what is undefined, as `parsePlay` does. */
const record = <Fields extends object>(
  required: { readonly [Name in keyof Fields]?: fc.Arbitrary<unknown> },
  optional: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
) =>
  fc.record({ ...required, ...optional } as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: Object.keys(required),
  }) as fc.Arbitrary<Record<string, unknown>>;

const fielder = fc.integer({ min: 1, max: 9 });
const some = <Value>(value: fc.Arbitrary<Value>, maxLength = 3) =>
  fc.array(value, { minLength: 1, maxLength });
/** Two right fielders mean unknown fielders. */
const chain = some(fielder, 5).filter((fielders) => fielders.join("") !== "99");
const notes = some(fc.constantFrom("TH", "TH2", "INT", "BR"), 2);
const known = record<FieldingPlay>({ fielders: chain }, { error: fielder });
const unknown = fc.constant({ fielders: [] });
const muffed = record<FieldingPlay>({ fielders: fc.constant([]), error: fielder });
const fielding = fc.oneof(known, unknown, muffed);
/** The fielders of an out come first: an error alone would be read as one more play. */
const outFielding = fc.oneof(known, unknown);
const noted = fc.tuple(fielding, fc.option(notes, { nil: undefined })).map(([play, words]) => ({
  ...play,
  ...(words && { notes: words }),
}));
const run = fc.constantFrom("unearned", "team unearned");
const stolenBase = fc.constantFrom("second", "third", "home");
const yes = fc.constant(true);

const running = fc.oneof(
  record({ event: fc.constant("stolen base"), base: stolenBase }, { pickoff: yes, run }),
  record(
    { event: fc.constant("caught stealing"), base: stolenBase },
    { pickoff: yes, run, plays: some(noted, 2) },
  ),
  record(
    { event: fc.constant("pickoff"), base: fc.constantFrom("first", "second", "third") },
    { plays: some(noted, 2) },
  ),
  record({ event: fc.constantFrom("wild pitch", "passed ball", "defensive indifference", "other advance") }),
);
const accompanying = some(fc.oneof(running, record({ event: fc.constant("error"), fielder })), 2);

const hit = record(
  { event: fc.constantFrom("single", "double", "triple", "homerun"), fieldedBy: fielder },
  { thenBy: some(fielder, 2) },
);
const runner = fc.constantFrom("first", "second", "third");
const out = fc
  .array(fc.tuple(outFielding, fc.option(runner, { nil: undefined })), { minLength: 1, maxLength: 3 })
  .map((plays) => ({
    event: "out",
    plays: plays.map(([play, who]) => ({ ...play, ...(who && { runner: who }) })),
  }));

const basic = fc.oneof(
  hit,
  record({ event: fc.constantFrom("single", "double", "triple", "homerun") }),
  record({ event: fc.constant("double"), groundRule: yes }, { fieldedBy: fielder }),
  out,
  record(
    { event: fc.constant("strikeout") },
    { plays: outFielding.map((play) => [play]), with: accompanying },
  ),
  record({ event: fc.constantFrom("walk", "intentional walk") }, { with: accompanying }),
  record({ event: fc.constantFrom("hit by pitch", "balk", "no play") }),
  record({ event: fc.constant("interference"), error: fielder }, { assist: fielder }),
  record({ event: fc.constantFrom("error", "foul error"), fielder: fc.integer({ min: 0, max: 9 }) }),
  record({ event: fc.constant("fielder's choice") }, { fieldedBy: fielder }),
  fc.tuple(running, fc.option(accompanying, { nil: undefined })).map(([play, others]) => ({
    ...play,
    ...(others && { with: others }),
  })),
);

const base = fc.constantFrom("first", "second", "third", "home");
const marks = fc.stringMatching(/^[!?#]{1,3}$/);
const detailed = record(
  { to: base },
  { out: yes, plays: some(noted, 2), run, rbi: fc.boolean(), notes, marks },
).map((advance) => (Object.keys(advance).length === 1 ? advance.to : advance)) as fc.Arbitrary<Advance>;
const advances = fc
  .record({ batter: detailed, first: detailed, second: detailed, third: detailed }, { requiredKeys: [] })
  .filter((each) => Object.keys(each).length > 0);
const modifiers = some(
  fc.oneof(
    fc.constantFrom("GDP", "SH", "SF", "FO", "G34", "L8XD+", "P2F", "BG25-", "78", "IPHR", "TH"),
    fc.stringMatching(/^[A-Z0-9]{1,5}[+-]?$/),
  ),
);

/** Any play that the notation can express, possible or not, in its shortest form. */
export const anyPlayEvent = fc
  .tuple(basic, record({}, { modifiers, advances, marks: fc.stringMatching(/^[!?#+-]{1,3}$/) }))
  .map(([play, rest]) => ({ ...play, ...rest }) as unknown as PlayEvent);
