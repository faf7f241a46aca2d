import { createRequire } from "node:module";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { functionBehind } from "../../src/models/check-constraints.js";
import * as schema from "../../src/models/schema.js";

interface DrizzleKit {
  generateDrizzleJson(schema: object): object;
  generateMigration(before: object, after: object): Promise<string[]>;
}

/** Everything that a schema file exports, such as Drizzle's tables and relations, under any names. */
export type Models = Readonly<Record<string, unknown>>;

/**
 * The statements that create the models' tables in an empty database: those that drizzle-kit writes, and those that it does not
 * support.
 */
export async function modelStatements(models: Models = schema): Promise<string[]> {
  const kit = loadDrizzleKit();
  return [
    ...checkFunctions(models),
    ...viewsInOrder(
      await kit.generateMigration(kit.generateDrizzleJson({}), kit.generateDrizzleJson(models)),
    ),
  ];
}

/** The functions that the CHECKs of the models' tables call; drizzle-kit does not support them. */
function checkFunctions(models: Models): string[] {
  return Object.values(models)
    .filter((model) => is(model, PgTable))
    .flatMap((table) => getTableConfig(table).checks.flatMap((check) => functionBehind(check)?.create ?? []));
}

/** Sorts views so that each comes after those that it reads; drizzle-kit writes them in the order of their names. */
function viewsInOrder(statements: readonly string[]): string[] {
  const waiting = new Map(
    statements.flatMap((statement) => {
      const name = /^create view (?:"[^"]+"\.)?"([^"]+)"/i.exec(statement)?.[1];
      return name === undefined ? [] : [[name, statement] as const];
    }),
  );
  const ordered = statements.filter((statement) => ![...waiting.values()].includes(statement));
  const take = (name: string, statement: string): void => {
    waiting.delete(name);
    for (const [other, itsStatement] of [...waiting]) {
      if (waiting.has(other) && new RegExp(`\\b${other}\\b`).test(statement)) take(other, itsStatement);
    }
    ordered.push(statement);
  };
  for (const [name, statement] of [...waiting]) if (waiting.has(name)) take(name, statement);
  return ordered;
}

/** drizzle-kit's modules are CommonJS, but its `import` condition does not lead to them. */
function loadDrizzleKit(): DrizzleKit {
  return createRequire(import.meta.url)("drizzle-kit/api") as DrizzleKit;
}
