import { ValidationError, type ValidationIssue } from "../../errors/errors.js";
import { knownNotes } from "./parse-runners.js";
import type { PlayEvent } from "./play-event.js";

/** Reports what is wrong with a value of a field. */
type Check = (value: unknown, field: string, issues: ValidationIssue[]) => void;

/** The fields that an object may have; those that it must have are marked. */
type EventFields = Readonly<Record<string, Check | { readonly required: Check }>>;

const where =
  (isRight: (value: unknown) => boolean, message: string): Check =>
  (value, field, issues) => {
    if (!isRight(value)) issues.push({ field, message });
  };

const oneOf = (...values: readonly unknown[]): Check =>
  where((value) => values.includes(value), `must be ${values.slice(0, -1).join(", ")} or ${values.at(-1)}`);

const text = (pattern: RegExp, message: string): Check =>
  where((value) => typeof value === "string" && pattern.test(value), message);

const listOf =
  (check: Check): Check =>
  (value, field, issues) => {
    if (!Array.isArray(value)) issues.push({ field, message: "must be a list" });
    else for (const [index, entry] of value.entries()) check(entry, `${field}.${index}`, issues);
  };

const someOf =
  (check: Check): Check =>
  (value, field, issues) => {
    if (Array.isArray(value) && value.length === 0) issues.push({ field, message: "must not be empty" });
    else listOf(check)(value, field, issues);
  };

const objectOf =
  (fields: EventFields): Check =>
  (value, field, issues) => {
    if (!isObject(value)) issues.push({ field, message: "must be an object" });
    else checkFields(value, fields, field === "" ? "" : `${field}.`, issues);
  };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function checkFields(
  object: Readonly<Record<string, unknown>>,
  fields: EventFields,
  path: string,
  issues: ValidationIssue[],
): void {
  for (const name of Object.keys(object))
    if (!Object.hasOwn(fields, name))
      issues.push({
        field: `${path}${name}`,
        message: `is unknown; known are ${Object.keys(fields).join(", ")}`,
      });
  for (const [name, check] of Object.entries(fields)) {
    const value = object[name];
    if (value !== undefined)
      (typeof check === "function" ? check : check.required)(value, `${path}${name}`, issues);
    else if (typeof check !== "function") issues.push({ field: `${path}${name}`, message: "is missing" });
  }
}

const fielder = where(
  (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 9,
  "must be a fielder's number from 1 to 9",
);
const fielderOrNobody: Check = (value, field, issues) => {
  if (value !== 0) fielder(value, field, issues);
};
const flag = where((value) => typeof value === "boolean", "must be true or false");
const marks = text(/^[!?#+-]*$/, "may contain only !, ?, #, + and -");
const modifier = text(/^[A-Z0-9]+[+-]?$/, "must be capital letters and digits, such as GDP");
const note = text(/^[A-Z0-9]+$/, "must be capital letters and digits, such as TH");
const noteOfMove = text(knownNotes, "is not a note of the notation, such as TH, WP or INT");
const run = oneOf("unearned", "team unearned");
const base = oneOf("first", "second", "third", "home");
const stolen = { required: oneOf("second", "third", "home") };

const fieldingFields = { fielders: { required: listOf(fielder) }, error: fielder, notes: listOf(note) };
const fieldingPlays = listOf(objectOf(fieldingFields));
const outs = someOf(objectOf({ ...fieldingFields, runner: oneOf("first", "second", "third") }));

const detailedAdvance = objectOf({
  ...{ to: { required: base }, out: flag, plays: fieldingPlays, run, rbi: flag },
  ...{ notes: listOf(noteOfMove), marks },
});
const advance: Check = (value, field, issues) =>
  (typeof value === "string" ? base : detailedAdvance)(value, field, issues);
const advances = objectOf({ batter: advance, first: advance, second: advance, third: advance });

const runningFields: Readonly<Record<string, EventFields>> = {
  "stolen base": { base: stolen, pickoff: flag, run },
  "caught stealing": { base: stolen, pickoff: flag, plays: fieldingPlays, run },
  pickoff: { base: { required: oneOf("first", "second", "third") }, plays: fieldingPlays, run },
  "wild pitch": {},
  "passed ball": {},
  "defensive indifference": {},
  "other advance": {},
};

const accompanyingFields: Readonly<Record<string, EventFields>> = {
  ...runningFields,
  error: { fielder: { required: fielder } },
};

const accompanying: Check = (value, field, issues) => {
  const kind = isObject(value) ? value.event : undefined;
  const fields =
    typeof kind === "string" && Object.hasOwn(accompanyingFields, kind) && accompanyingFields[kind];
  if (!fields) oneOf(...Object.keys(accompanyingFields))(kind, `${field}.event`, issues);
  else objectOf({ event: oneOf(kind), ...fields })(value, field, issues);
};

const together = { with: listOf(accompanying) };
const hit = { fieldedBy: fielder, thenBy: listOf(fielder), groundRule: flag };

const eventFields: Readonly<Record<string, EventFields>> = {
  ...{ single: hit, double: hit, triple: hit, homerun: hit },
  out: { plays: { required: outs } },
  strikeout: { plays: fieldingPlays, ...together },
  walk: together,
  "intentional walk": together,
  "hit by pitch": {},
  interference: { error: fielder, assist: fielder },
  error: { fielder: { required: fielderOrNobody } },
  "foul error": { fielder: { required: fielderOrNobody } },
  "fielder's choice": { fieldedBy: fielder },
  balk: {},
  "no play": {},
  ...Object.fromEntries(
    Object.entries(runningFields).map(([kind, fields]) => [kind, { ...fields, ...together }]),
  ),
};

/** True for what `event` of a `PlayEvent` may be. */
export const isKnownEvent = (kind: string): boolean => Object.hasOwn(eventFields, kind);

/**
 * Checks an event that was given as an object. In JavaScript or JSON it may contain anything, and the scorer would ignore a
 * field with a wrong name, or store what cannot be read again. Whether there is an event of that name is not checked here.
 *
 * @throws {ValidationError} with every invalid field
 */
export function checkedEvent(given: unknown): PlayEvent {
  const issues: ValidationIssue[] = [];
  const kind = isObject(given) ? given.event : undefined;
  if (!isObject(given))
    issues.push({ field: "", message: "must be a text in Retrosheet's notation, or an object" });
  else if (typeof kind !== "string")
    issues.push({ field: "event", message: "must be a text, such as single" });
  else if (isKnownEvent(kind)) {
    const fields = eventFields[kind] as EventFields;
    const ofEvery = { event: oneOf(kind), modifiers: listOf(modifier), advances, marks };
    checkFields(given, { ...ofEvery, ...fields }, "", issues);
  }
  if (issues.length > 0) throw new ValidationError("The event", issues);
  return given as PlayEvent;
}
