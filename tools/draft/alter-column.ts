import type { Column, Identity, SequenceFacts } from "../../src/migrations/catalog/catalog-objects.js";
import { sequenceOptions } from "../../src/migrations/catalog/object-definitions.js";
import type { Pair } from "./transition.js";

/** Comes first: while a validated CHECK excludes nulls, SET NOT NULL need not scan the table. */
export function setNotNull({ before, after }: Pair<Column>): string[] {
  return before.nullability === "null" && after.nullability !== "null"
    ? [`alter table ${after.table} alter column ${after.name} set not null;`]
    : [];
}

/** A column cannot change its type while a generated column depends on it, so the expression is dropped first. */
export function dropExpression({ before, after }: Pair<Column>): string[] {
  return before.generated !== null && after.generated === null
    ? [`alter table ${after.table} alter column ${after.name} drop expression;`]
    : [];
}

/** All other changes of a column, in an order that PostgreSQL accepts. */
export function alterColumn({ before, after }: Pair<Column>): string[] {
  const alter = (action: string) => `alter table ${after.table} alter column ${after.name} ${action};`;
  const isRetyped = before.type !== after.type || before.collation !== after.collation;
  const isDefaultChanged = isRetyped || before.default !== after.default;
  const statements: string[] = [];
  if (before.identity !== null && after.identity === null) statements.push(alter("drop identity"));
  const isDefaultLost = after.default === null || (isRetyped && !isCastByItself(before, after));
  if (before.default !== null && isDefaultLost) statements.push(alter("drop default"));
  if (isRetyped) statements.push(...retypeNotes(before, after), alter(typeAction(before, after)));
  if (before.nullability !== "null" && after.nullability === "null") statements.push(alter("drop not null"));
  if (after.identity !== null) statements.push(...identityStatements(before, after, after.identity, alter));
  if (after.default !== null && isDefaultChanged) statements.push(alter(`set default ${after.default}`));
  return statements;
}

function retypeNotes(before: Column, after: Column): string[] {
  if (after.type === "text" && familyOf(before.type) === "text" && before.collation === after.collation)
    return [];
  return [
    "-- Unless the new type only allows more of the same, this rewrites the whole table, and nobody can use it\n" +
      "-- meanwhile: for a large one, add another column, fill it in small steps, and change over.",
  ];
}

function typeAction(before: Column, after: Column): string {
  const { name, type, collation } = after;
  const collate = collation === null ? "" : ` collate ${collation}`;
  return `type ${type}${collate}${isCastByItself(before, after) ? "" : ` using ${name}::${type}`}`;
}

/** True if PostgreSQL converts the values without USING: within a family of types, and from any type to text. */
function isCastByItself(before: Column, after: Column): boolean {
  return familyOf(after.type) === "text" || familyOf(after.type) === familyOf(before.type);
}

function familyOf(type: string): string {
  const base = type.replace(/\(.*?\)/, "");
  if (/^(smallint|integer|bigint|numeric|real|double precision)$/.test(base)) return "number";
  if (/^(text|character varying|character)$/.test(base)) return "text";
  return /^(date|timestamp)/.test(base) ? "time" : base;
}

function identityStatements(
  before: Column,
  { table, name, type }: Column,
  { generated, sequence }: Identity,
  alter: (action: string) => string,
): string[] {
  if (before.identity === null) {
    const options = sequenceOptions(sequence, `${table}_${name}_seq`);
    return [alter(`add generated ${generated} as identity${options && ` (${options})`}`)];
  }
  const old = before.identity;
  const actions = [
    ...(old.generated === generated ? [] : [`set generated ${generated}`]),
    ...sequenceActions(old.sequence, sequence, before.type !== type),
  ];
  const rename = `alter sequence ${old.sequence.name} rename to ${sequence.name};`;
  return [
    ...(actions.length === 0 ? [] : [alter(actions.join(" "))]),
    ...(old.sequence.name === sequence.name ? [] : [rename]),
  ];
}

/** A sequence follows its column's type, and its limits with it. */
function sequenceActions(before: SequenceFacts, after: SequenceFacts, isRetyped: boolean): string[] {
  const set = (fact: keyof SequenceFacts, action: string) =>
    before[fact] === after[fact] ? [] : [`set ${action}`];
  return [
    ...set("increment", `increment by ${after.increment}`),
    ...set("smallest", `minvalue ${after.smallest}`),
    ...(isRetyped ? [] : set("largest", `maxvalue ${after.largest}`)),
    ...set("start", `start with ${after.start}`),
    ...set("cache", `cache ${after.cache}`),
    ...set("isCycling", after.isCycling ? "cycle" : "no cycle"),
  ];
}
