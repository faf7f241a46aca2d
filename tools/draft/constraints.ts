import type { Catalog, CatalogObject, Constraint } from "../../src/migrations/catalog/catalog-objects.js";
import { definitionOf } from "../../src/migrations/catalog/object-definitions.js";
import { rankOf } from "./makes.js";
import { presentCheckOf } from "./stages.js";
import type { Transition } from "./transition.js";

/** The constraints of existing tables, and the foreign keys of all tables. */
export function addConstraints({ made, standing }: Transition, before: Catalog): string[] {
  return made
    .filter((object) => object.kind === "constraint")
    .filter(({ table, references }) => standing.has(table) || references !== null)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .flatMap((constraint) => {
      const { table, name, type } = constraint;
      const hasIndex = before.some((object) => takesOver(constraint, object));
      const definition = hasIndex ? `${type} using index ${name}` : definitionOf(constraint);
      return [
        ...notesOn(constraint, hasIndex || !standing.has(table)),
        `alter table ${table} add constraint ${name} ${definition};`,
      ];
    });
}

/** True if an existing index is the one that a key would create: it then becomes the key's index. */
export function takesOver(key: CatalogObject, index: CatalogObject): boolean {
  return (
    key.kind === "constraint" &&
    index.kind === "index" &&
    key.name === index.name &&
    key.index === index.definition &&
    !key.definition.includes("deferrable")
  );
}

/** Validates all constraints of a table in one statement, which reads the table once. */
export function validateConstraints({ changed }: Transition): string[] {
  const byTable = new Map<string | null, string[]>();
  for (const { after } of changed) {
    if (after.kind !== "constraint" || !after.isValidated) continue;
    byTable.set(after.table, [...(byTable.get(after.table) ?? []), `validate constraint ${after.name}`]);
  }
  return [...byTable].map(([table, actions]) => `alter table ${table} ${actions.join(", ")};`);
}

function notesOn(constraint: Constraint, isQuick: boolean): string[] {
  const { table, name, type, columns, isValidated } = constraint;
  const [column = ""] = columns;
  if (!isValidated && name === presentCheckOf({ table, name: column })) {
    return [
      `-- Rows whose ${column} is null need a value before the next migration, some thousand to a transaction:\n` +
        `-- update ${table} set ${column} = … where ${column} is null;`,
    ];
  }
  if (isQuick || !isValidated) return [];
  return type === "foreign key" || type === "check"
    ? [`-- This reads the whole table ${table}, and nobody can write to it until then.`]
    : [
        `-- This builds an index, and nobody can use ${table} until it is built. Under another name it could take over an index\n` +
          "-- that was built concurrently before.",
      ];
}
