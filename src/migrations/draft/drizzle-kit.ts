import { createRequire } from "node:module";
import { ConfigurationError } from "../../errors/index.js";
import * as schema from "../../models/schema.js";

interface DrizzleKit {
  generateDrizzleJson(schema: object): object;
  generateMigration(before: object, after: object): Promise<string[]>;
}

/** Drizzle's tables, relations and all else that a schema exports, by any names. */
export type Models = Readonly<Record<string, unknown>>;

/**
 * The statements that make the models' tables in an empty database, as drizzle-kit writes them.
 *
 * @throws {ConfigurationError} when drizzle-kit is not installed
 */
export async function modelStatements(models: Models = schema): Promise<string[]> {
  const kit = loadDrizzleKit();
  return kit.generateMigration(kit.generateDrizzleJson({}), kit.generateDrizzleJson(models));
}

/**
 * Only who changes the models needs drizzle-kit, and so it is no dependency. Its own modules are CommonJS behind an
 * `import` condition that names none.
 *
 * @param load how a module is found; the package's own way
 */
export function loadDrizzleKit(load: (id: string) => unknown = createRequire(import.meta.url)): DrizzleKit {
  try {
    return load("drizzle-kit/api") as DrizzleKit;
  } catch (cause) {
    throw new ConfigurationError(
      `Migrations are drafted from the models by drizzle-kit, which cannot be loaded: ${(cause as Error).message.split("\n")[0]}. ` +
        "Install it for development (`npm install --save-dev drizzle-kit`), or write the migration by hand.",
      { cause },
    );
  }
}
