import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
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
    expect(result.output).toMatch(/^postgresql:.* is what the migrations make\.\n$/);
  });

  it("says what is expected and what is there, leaves alone what is somebody else's, and exits with 1", async () => {
    await alter("alter table plays alter column hit set default 1; create table scouts (name text)");
    const result = await migrate("check", "--json", "--allow", "scouts");
    expect(result.code).toBe(1);
    const { problems } = JSON.parse(result.output) as { problems: string[] };
    expect(problems).toEqual([
      expect.stringMatching(/^column plays\.hit: expected .*default 0.*, found .*default 1/),
    ]);
  });
});

describe("dugout migrate lint", () => {
  it("has nothing to say about the package's own migrations, and asks no database", async () => {
    const result = await dugout(["migrate", "lint"]);
    expect(result).toMatchObject({ code: 0, errors: "" });
    expect(result.output).toMatch(/^Nothing to say about \d+ migrations\.\n$/);
  });

  it("names file, line, danger and the safe way, and exits with 1", async () => {
    const number = String((await readdir(own)).length + 1).padStart(3, "0");
    const path = join(folder, `${number}_slow.sql`);
    const sql =
      "-- Up Migration\n\ncreate index plays_slow_idx on plays (batter_id);\n-- Down Migration\ndrop index plays_slow_idx;\n";
    await writeFile(path, sql);
    const result = await dugout(["migrate", "lint", "--folder", folder]);
    expect(result.code).toBe(1);
    expect(result.output).toContain(`${number}_slow.sql:3  index-without-concurrently`);
    expect(result.output).toContain("create index concurrently if not exists plays_slow_idx");
    const { findings } = JSON.parse(
      (await dugout(["migrate", "lint", "--json", "--folder", folder])).output,
    ) as { findings: { rule: string }[] };
    expect(findings.map(({ rule }) => rule)).toContain("index-without-concurrently");
    await rm(path);
  });
});

describe("dugout migrate new", () => {
  it("writes the next number's file with both parts, which is refused until it is finished", async () => {
    const { code, output } = await dugout(["migrate", "new", "add_weather", "--folder", folder]);
    expect(code).toBe(0);
    const path = output.trim();
    expect(path).toMatch(/\/\d{3}_add_weather\.sql$/);
    expect(await readFile(path, "utf8")).toMatch(/-- Up Migration\n[\s\S]*-- Down Migration\n/);
    const refused = await migrate("up", "--folder", folder);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain("add_weather.sql: its up part is empty");
    await rm(path);
  });

  it("drafts what the migrations lack: here, the last migration's own work", async () => {
    const last = (await readdir(folder))
      .filter((name) => name.endsWith(".sql"))
      .toSorted()
      .at(-1) as string;
    const content = await readFile(join(folder, last), "utf8");
    await rm(join(folder, last));
    const { code, output } = await dugout(["migrate", "new", "again", "--autogenerate", "--folder", folder]);
    expect(code).toBe(0);
    const drafted = output.trim().split("\n");
    const texts = await Promise.all(drafted.map((path) => readFile(path, "utf8")));
    const made = [...content.matchAll(/^create (?:[a-z]+ )+(\w+)/gm)].map(([, name]) => name as string);
    expect(made).not.toEqual([]);
    for (const name of made) expect(texts.join("\n")).toMatch(new RegExp(`^create [a-z ]+ ${name}\\b`, "m"));
    await Promise.all(drafted.map((path) => rm(path)));
    await writeFile(join(folder, last), content);
  });

  it("refuses a name that cannot be a file's", async () => {
    const result = await dugout(["migrate", "new", "Add Weather!", "--folder", folder]);
    expect(result.code).toBe(1);
    expect(result.errors).toContain("cannot be a migration's name");
  });
});
