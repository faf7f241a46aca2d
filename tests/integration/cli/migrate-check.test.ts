import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dugout } from "../../support/command-line.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const own = fileURLToPath(new URL("../../../migrations", import.meta.url));
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "dugout-migrations-"));
  await cp(own, folder, { recursive: true });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

const migrate = (...options: string[]) => dugout(["migrate", ...options], { DATABASE_URL: database.url });
const alter = async (statement: string) => {
  const opened = await database.open();
  await opened.withClient((client) => client.query(statement));
  await opened.close();
};

describe("dugout migrate check", () => {
  it("finds nothing on a migrated database, and exits with 0", async () => {
    const result = await migrate("check");
    expect(result).toMatchObject({ code: 0, errors: "" });
    expect(result.output).toMatch(/^postgresql:.* has the schema that the migrations create\.\n$/);
  });

  it("prints what is expected and what is found, ignores allowed tables, and exits with 1", async () => {
    await alter("alter table plays alter column hit set default 1");
    await alter("create table scouts (name text)");
    const result = await migrate("check", "--json", "--allow", "scouts");
    expect(result.code).toBe(1);
    const { problems } = JSON.parse(result.output) as { problems: string[] };
    expect(problems).toEqual([
      expect.stringMatching(/^column plays\.hit: expected .*default 0.*, found .*default 1/),
    ]);
  });
});
