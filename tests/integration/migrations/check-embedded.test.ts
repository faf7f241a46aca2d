import { expect, test } from "vitest";
import { Database } from "../../../src/index.js";
import { checkSchema } from "../../../src/migrations/check-schema.js";
import { migrate } from "../../../src/migrations/migrate.js";

test("a migrated embedded database is good", async () => {
  await using database = await Database.open("pglite:memory");
  await migrate(database);
  expect(await checkSchema(database)).toEqual([]);
});
