import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageMigrations } from "../../../src/migrations/migration-folder.js";
import { commandsOf, dugout, pathOf, runInProcess } from "../../../tests/support/command-line.js";
import { hostileText, terminalControls } from "../../../tests/support/hostile-text.js";
import { createMigrateTools } from "../../migrate.js";

const migrateTool = (options: readonly string[]) => runInProcess(createMigrateTools, options);
const own = packageMigrations();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-migrations-"));
  await cp(own, folder, { recursive: true });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("npm run migrate:lint", () => {
  it("reports nothing for the package's own migrations, and needs no database", async () => {
    const result = await migrateTool(["lint"]);
    expect(result).toMatchObject({ code: 0, errors: "" });
    expect(result.output).toMatch(/^Nothing to say about \d+ migrations\.\n$/);
  });

  it("names file, line, danger and the safe way, and exits with 1", async () => {
    const number = String((await readdir(own)).length + 1).padStart(3, "0");
    const path = join(folder, `${number}_slow.sql`);
    const sql =
      "-- Up Migration\n\ncreate index plays_slow_idx on plays (batter_id);\n-- Down Migration\ndrop index plays_slow_idx;\n";
    await writeFile(path, sql);
    const result = await migrateTool(["lint", "--folder", folder]);
    expect(result.code).toBe(1);
    expect(result.output).toContain(`${number}_slow.sql:3  index-without-concurrently`);
    expect(result.output).toContain("create index concurrently if not exists plays_slow_idx");
    const { findings } = JSON.parse((await migrateTool(["lint", "--json", "--folder", folder])).output) as {
      findings: { rule: string }[];
    };
    expect(findings.map(({ rule }) => rule)).toContain("index-without-concurrently");
    await rm(path);
  });
});

describe("npm run migrate:squawk", () => {
  it("reports nothing for the package's own migrations", async () => {
    const result = await migrateTool(["squawk"]);
    expect(result).toMatchObject({ code: 0, errors: "" });
    expect(result.output).toMatch(/^squawk finds nothing in \d+ migrations\.\n$/);
  });

  it("names file, line and rule of what a second linter finds, and exits with 1", async () => {
    const scouts = await mkdtemp(join(tmpdir(), "dugout-scouts-"));
    const sql =
      "-- Up Migration\n\nalter table scouts add column if not exists a text;\ncreate index scouts_idx on scouts (a);\n-- Down Migration\ndrop table scouts;\n";
    await writeFile(join(scouts, "001_slow.sql"), sql);
    const { code, output } = await migrateTool(["squawk", "--folder", scouts]);
    expect(code).toBe(1);
    expect(output).toContain("001_slow.sql:4  require-concurrent-index-creation: ");
    expect(output).not.toContain("drop");
    await rm(scouts, { recursive: true });
  });
});

describe("npm run migrate:new", () => {
  it("writes the next number's file with both parts, which is refused until it is finished", async () => {
    const { code, output } = await migrateTool(["new", "add_weather", "--folder", folder]);
    expect(code).toBe(0);
    const path = output.trim();
    expect(path).toMatch(/\/\d{3}_add_weather\.sql$/);
    expect(await readFile(path, "utf8")).toMatch(/-- Up Migration\n[\s\S]*-- Down Migration\n/);
    const refused = await dugout(["migrate", "up", "--from", "base", "--dry-run", "--folder", folder]);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain("add_weather.sql: its up part is empty");
    await rm(path);
  });

  it("drafts what the migrations lack: here, the changes of the last ones", async () => {
    const changed = (text: string) =>
      [
        ...(text.split("-- Down")[0] as string)
          .replaceAll(/^--.*/gm, "")
          .matchAll(/\b(?:create|add|drop) (?:[a-z]+ )+(\w+_\w+)/g),
      ].map(([, name]) => name);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
    const contents = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    const from = contents.findLastIndex((content) => changed(content).length > 0);
    expect(from).toBeGreaterThan(0);
    for (const name of names.slice(from)) await rm(join(folder, name));
    const { code, output } = await migrateTool(["new", "again", "--autogenerate", "--folder", folder]);
    expect(code).toBe(0);
    const drafted = output.trim().split("\n");
    const texts = await Promise.all(drafted.map((path) => readFile(path, "utf8")));
    expect(texts.flatMap(changed)).toEqual(expect.arrayContaining(changed(contents[from] as string)));
    await Promise.all(drafted.map((path) => rm(path)));
    for (const [index, name] of names.slice(from).entries())
      await writeFile(join(folder, name), contents[from + index] as string);
  });

  it("refuses a name that cannot be a file's", async () => {
    const result = await migrateTool(["new", "Add Weather!", "--folder", folder]);
    expect(result.code).toBe(1);
    expect(result.errors).toContain("cannot be a migration's name");
  });
});

describe("nothing that a terminal interprets is printed", () => {
  const calls: Readonly<Record<string, readonly (readonly string[])[]>> = {
    lint: [[], ["--folder", hostileText]],
    new: [[hostileText], ["x", "--folder", hostileText]],
    squawk: [["--folder", hostileText]],
  };

  it("every command is tried", () => {
    expect(commandsOf(createMigrateTools()).map(pathOf).toSorted()).toEqual(Object.keys(calls).toSorted());
  });

  it.each(
    Object.entries(calls).flatMap(([name, ways]) =>
      [...ways, [`--${hostileText}`], [hostileText, hostileText], ["--help"]].map(
        (options) => [name, options] as const,
      ),
    ),
  )("by %s called with %j", async (name, options) => {
    const { output, errors } = await migrateTool([name, ...options]);
    const printed = `${output}${errors}`;
    expect(printed).not.toBe("");
    expect(printed).not.toMatch(terminalControls);
    expect(printed.split("\n").filter((line) => line.trim().startsWith("FORGED"))).toEqual([]);
  });
});
