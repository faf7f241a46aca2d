import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dugout } from "../../support/command-line.js";
import { insertManyPlays } from "../../support/many-plays.js";
import { needs } from "../../support/needs.js";
import { PostgresServer } from "../../support/postgres-server.js";
import { administer } from "../../support/server-databases.js";

const installations = "/usr/lib/postgresql";
const version = existsSync(installations)
  ? readdirSync(installations).find((name) => existsSync(`${installations}/${name}/bin/pg_restore`))
  : undefined;
const bin = `${installations}/${version}/bin`;
const run = promisify(execFile);

/** The CHECKs call functions, the functions name columns, the views read the tables: a dump has to restore them in order. */
describe("a dump", needs(version !== undefined, "pg_dump is not installed"), () => {
  let server: PostgresServer;
  let folder: string;

  beforeAll(async () => {
    server = await PostgresServer.create([], bin);
    folder = await mkdtemp(join(tmpdir(), "dugout-dump-"));
    await administer(server.url(), "create database league");
    const settings = { DATABASE_URL: server.url("league") };
    expect(await dugout(["migrate", "up"], settings)).toMatchObject({ code: 0 });
    await inDatabase("league", (client) => insertManyPlays(client, 2_000));
    expect(await dugout(["import", "examples/world-series-2016-game-7.json"], settings)).toMatchObject({
      code: 0,
    });
  });
  afterAll(async () => {
    await server.dispose();
    await rm(folder, { recursive: true });
  });

  test.each([
    [
      "in one file, restored by psql",
      ["--format=plain"],
      "psql",
      ["--quiet", "--set=ON_ERROR_STOP=1", "--file"],
    ],
    [
      "as a folder, restored by pg_restore in four jobs",
      ["--format=directory", "--jobs=4"],
      "pg_restore",
      ["--exit-on-error", "--jobs=4"],
    ],
  ])("%s into an empty database, has the same schema, rows and rules", async (_, options, restore, given) => {
    const file = join(folder, restore);
    await run(join(bin, "pg_dump"), [...options, `--file=${file}`, `--dbname=${server.url("league")}`]);
    await administer(server.url(), `create database ${restore}`);
    await run(join(bin, restore), [`--dbname=${server.url(restore)}`, ...given, file]);

    const settings = { DATABASE_URL: server.url(restore) };
    const checked = await dugout(["migrate", "check"], settings);
    expect({ code: checked.code, errors: checked.errors }).toEqual({ code: 0, errors: "" });
    expect(await inDatabase(restore, contentsOf)).toEqual(await inDatabase("league", contentsOf));
    await expect(inDatabase(restore, addWrongPlay)).rejects.toMatchObject({
      code: "23514",
      constraint: "plays_outs_before_range",
    });
    await expect(inDatabase("league", addWrongPlay)).rejects.toMatchObject({ code: "23514" });
  });

  async function inDatabase<Result>(
    name: string,
    work: (client: pg.Client) => Promise<Result>,
  ): Promise<Result> {
    const client = new pg.Client({ connectionString: server.url(name) });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
});

const addWrongPlay = (client: pg.Client) =>
  client.query("update plays set outs_before = 4 where play_number = 1");

/** How many rows each table has, and a hash of them. */
async function contentsOf(client: pg.Client): Promise<object> {
  const tables = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const contents: Record<string, unknown> = {};
  for (const { name } of tables.rows) {
    const { rows } = await client.query(
      `select count(*), md5(string_agg(one::text, ';' order by one::text)) as hash from "${name}" one`,
    );
    contents[name] = rows[0];
  }
  return contents;
}
