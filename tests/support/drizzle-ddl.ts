import { createRequire } from "node:module";
import * as schema from "../../src/models/schema.js";

interface DrizzleKit {
  generateDrizzleJson(schema: object): object;
  generateMigration(before: object, after: object): Promise<string[]>;
}

/** The statements that make the models' tables in an empty database, as drizzle-kit writes them. */
export async function modelStatements(): Promise<string[]> {
  // The package's own modules are CommonJS behind an `import` condition that names none.
  const kit = createRequire(import.meta.url)("drizzle-kit/api") as DrizzleKit;
  return kit.generateMigration(kit.generateDrizzleJson({}), kit.generateDrizzleJson(schema));
}
