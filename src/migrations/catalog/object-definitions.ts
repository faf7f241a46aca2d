import type { CatalogObject, Column, Sequence, SequenceFacts, Table, Type } from "./catalog-objects.js";

/** An object's definition, as SQL has it after the name. Two objects are equal if their definitions are. */
export function definitionOf(object: CatalogObject): string {
  switch (object.kind) {
    case "table":
      return tableDefinition(object);
    case "column":
      return columnDefinition(object);
    case "constraint":
      return words(
        object.definition,
        !object.isValidated && "not valid",
        !object.isEnforced && "with its triggers disabled",
      );
    case "sequence":
      return sequenceDefinition(object);
    case "type":
      return typeDefinition(object);
    case "view":
    case "materialized view":
      return words(object.options && `with (${object.options})`, `as ${object.query}`);
    default:
      return object.definition;
  }
}

/** A column's type and everything that follows it in CREATE TABLE. */
export function columnDefinition({ table, name, type, ...column }: Column): string {
  const { collation, generated, identity, nullability } = column;
  const options = identity && sequenceOptions(identity.sequence, `${table}_${name}_seq`);
  return words(
    type,
    collation && `collate ${collation}`,
    generated && `generated always as (${generated.expression}) ${generated.storage}`,
    identity && `generated ${identity.generated} as identity`,
    options && `(${options})`,
    nullability !== "null" && nullability,
    column.default && `default ${column.default}`,
  );
}

function tableDefinition({ form, isUnlogged, rowSecurity, partitionBy, parents, bound }: Table): string {
  return words(
    isUnlogged && "unlogged",
    form,
    partitionBy && `partition by ${partitionBy}`,
    parents && (bound === null ? `inherits ${parents}` : `partition of ${parents} ${bound}`),
    rowSecurity === "on" && "with row level security",
    rowSecurity === "forced" && "with row level security, forced",
  );
}

function sequenceDefinition({ table, owner, isUnlogged, facts }: Sequence): string {
  return words(
    isUnlogged && "unlogged",
    `as ${facts.type}`,
    sequenceOptions(facts, facts.name),
    table && `owned by ${table}.${owner}`,
  );
}

const largest: Readonly<Record<string, string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};

/** The parameters of a sequence that differ from the defaults. */
export function sequenceOptions(facts: SequenceFacts, usualName: string): string {
  return words(
    facts.name !== usualName && `sequence name ${facts.name}`,
    facts.increment !== "1" && `increment by ${facts.increment}`,
    facts.smallest !== "1" && `minvalue ${facts.smallest}`,
    facts.largest !== largest[facts.type] && `maxvalue ${facts.largest}`,
    facts.start !== "1" && `start with ${facts.start}`,
    facts.cache !== "1" && `cache ${facts.cache}`,
    facts.isCycling && "cycle",
  );
}

function typeDefinition({ form, labels, definition }: Type): string {
  switch (form) {
    case "enum":
      return `as enum (${labels.map(quotedText).join(", ")})`;
    case "composite":
      return `as (${definition})`;
    case "range":
      return `as range (subtype = ${definition})`;
    case "domain":
      return `as domain ${definition}`;
  }
}

function words(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(" ");
}

/** Joins a definition's lines into one line, for a list. */
export function onOneLine(sql: string): string {
  return sql.replaceAll(/\s+/g, " ").trim();
}

export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
