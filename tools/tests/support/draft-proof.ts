import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Database } from "../../../src/index.js";
import { describeDifference, differences } from "../../../src/migrations/catalog/catalog-differences.js";
import { readCatalog } from "../../../src/migrations/catalog/read-catalog.js";
import { migrate, migrateDown } from "../../../src/migrations/migrate.js";
import { migrationFolders } from "../../../tests/support/migration-folders.js";
import { createTestDatabase } from "../../../tests/support/test-database.js";
import { type Models, modelStatements } from "../../draft/drizzle-kit.js";
import { type Draft, draftsBetween } from "../../draft/files.js";
import { readForDraft } from "../../draft/read.js";

/**
 * Drafts the migrations from a first migration to some models, and checks them: after applying the files the schema is that of
 * the models, and after reverting them it is the former one, comments included.
 */
export function draftProof(): (firstMigration: string, models: Models, rounds?: number) => Promise<Draft[]> {
  const folderOf = migrationFolders();
  return async (firstMigration, models, rounds = 2) => {
    const folder = await folderOf({ "001_base": firstMigration });
    await using emptyOnes = await openEmpty(2);
    const [migrated, modelled] = emptyOnes.databases as [Database, Database];
    await migrate(migrated, { folder });
    await modelled.withClient(async (client) => {
      for (const statement of await modelStatements(models)) await client.query(statement);
    });
    const first = await migrated.withClient(readCatalog);
    const wanted = await modelled.withClient(readForDraft);
    const schemas = { migrated: await migrated.withClient(readForDraft), modelled: wanted };
    const drafts = draftsBetween(schemas, { name: "change", number: 2 });
    for (const { fileName, content } of drafts) await writeFile(join(folder, fileName), content);
    for (let round = 0; round < rounds; round++) {
      await migrate(migrated, { folder });
      const left = differences(wanted, await migrated.withClient(readForDraft));
      expect(left.filter(({ about }) => about === "object").map(describeDifference)).toEqual([]);
      await migrateDown(migrated, { folder, to: "001" });
      const after = await migrated.withClient(readCatalog);
      expect(differences(first, after).map(describeDifference)).toEqual([]);
    }
    return drafts;
  };
}

/** Databases that are dropped as soon as possible, because a property needs many. */
async function openEmpty(count: number) {
  const made = await Promise.all(Array.from({ length: count }, () => createTestDatabase({ empty: true })));
  const databases = await Promise.all(made.map(({ open }) => open({ poolSize: 1 })));
  return {
    databases,
    async [Symbol.asyncDispose]() {
      await Promise.all(databases.map((database) => database.close()));
      await Promise.all(made.map((database) => database.drop()));
    },
  };
}

/** The statements of a draft's up part, without remarks and empty lines. */
export function upStatements({ content }: Draft): string[] {
  return (content.split("-- Down Migration")[0]?.split(/-- Up Migration.*\n/)[1] ?? "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("--"));
}
