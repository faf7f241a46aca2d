import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigurationError, Database, DatabaseOperations } from "../../../src/index.js";
import { planDistribution } from "../../../src/migrations/citus-distribution.js";
import { planMigrations } from "../../../src/migrations/migration-plan.js";
import { migrationScript } from "../../../src/migrations/migration-script.js";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { CitusServer } from "../../support/citus-server.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { migrationFolders, migrationText, ownMigrationsAnd } from "../../support/migration-folders.js";
import { migrationState } from "../../support/migration-state.js";
import { withClient } from "../../support/plain-client.js";
import { runByStatement } from "../../support/run-script.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let server: CitusServer;
const folderOf = migrationFolders();
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = await CitusServer.create();
});
afterAll(async () => {
  for (const end of ends) await end();
  await server?.dispose();
});

async function opened(options?: { hasExtension: boolean }) {
  const url = await server.createDatabase(options);
  const database = await Database.open(url, { poolSize: 2 });
  ends.push(() => database.close());
  return { url, database };
}

const execute = (url: string, sql: string) => withClient(url, (client) => client.query(sql));

/** Every distributed table with the column that it is distributed by. */
async function distributed(url: string): Promise<Record<string, string>> {
  const { rows } = await execute(
    url,
    `select relname as table, attname as column from pg_dist_partition d
     join pg_class c on c.oid = d.logicalrelid
     join pg_attribute a on a.attrelid = c.oid and a.attname in ('id', 'game_id')
       and (a.attname = 'game_id') = (c.relname <> 'games')
     where colocationid = (select colocationid from pg_dist_partition where logicalrelid = 'games'::regclass)
     order by relname`,
  );
  return Object.fromEntries(rows.map(({ table, column }) => [table, column]));
}

const ours = {
  games: "id",
  game_sessions: "game_id",
  lineups: "game_id",
  plays: "game_id",
  known_findings: "game_id",
  roster_links: "game_id",
  stored_batting_lines: "game_id",
  stored_lines: "game_id",
  stored_pitching_lines: "game_id",
};

const addsTable = migrationText(
  `create table ejections (
  game_id uuid not null,
  id bigint generated always as identity,
  lineup_id bigint not null,
  constraint ejections_pkey primary key (game_id, id)
);
alter table ejections
  add constraint ejections_game_fkey foreign key (game_id) references games (id) on delete cascade,
  add constraint ejections_lineup_fkey foreign key (game_id, lineup_id) references lineups (game_id, id);`,
  "drop table ejections;",
);

const what = process.env.CITUS_DATABASE_URL === undefined ? "a stand-in for Citus" : "Citus";

describe(`on a server with ${what}`, () => {
  test("every table is distributed by game, referenced tables first, and games can be played", async () => {
    const { url, database } = await opened();
    const { own } = await ownMigrationsAnd();
    expect(await migrate(database, { distributed: "citus" })).toHaveLength(own.length);
    expect(await distributed(url)).toEqual(ours);

    const game = await stageGame(database);
    await new DatabaseOperations(database).savePlay(newPlay(game));
    expect(await new DatabaseOperations(database).getPlays(game.gameId)).toHaveLength(1);
  });

  test("distributing again changes nothing", async () => {
    const { url, database } = await opened();
    await migrate(database, { distributed: "citus" });
    expect(await migrate(database, { distributed: "citus" })).toEqual([]);
    expect(await migrate(database)).toEqual([]);
    expect(await distributed(url)).toEqual(ours);
  });

  test("nothing is distributed without the option, and it can be distributed later", async () => {
    const { url, database } = await opened();
    await migrate(database);
    expect((await execute(url, "select from pg_dist_partition")).rows).toEqual([]);
    const game = await stageGame(database);
    expect(await migrate(database, { distributed: "citus" })).toEqual([]);
    expect(await distributed(url)).toEqual(ours);
    expect(await new DatabaseOperations(database).loadGameState(game.gameId)).not.toBeNull();
  });

  test("a table that a later migration adds is distributed with it, without the option", async () => {
    const { url, database } = await opened();
    await migrate(database, { distributed: "citus" });
    const { files, added } = await ownMigrationsAnd([["add_ejections", addsTable]]);
    const folder = await folderOf(files);
    expect(await migrate(database, { folder })).toMatchObject([{ name: added[0] }]);
    expect(await distributed(url)).toEqual({ ...ours, ejections: "game_id" });

    await migrateDown(database, { folder });
    expect(await distributed(url)).toEqual(ours);
    await migrate(database, { folder });
    expect(await distributed(url)).toEqual({ ...ours, ejections: "game_id" });
  });

  test("a migration that adds a table is atomic there too", async () => {
    const { url, database } = await opened();
    await migrate(database, { distributed: "citus" });
    const state = await migrationState(url);
    const failing = migrationText(
      "create table ejections (game_id uuid primary key);\ncreate table ejections (game_id uuid);",
      "drop table ejections;",
    );
    const { files } = await ownMigrationsAnd([["add_ejections", failing]]);
    expect(await rejectionOf(migrate(database, { folder: await folderOf(files) }))).toMatchObject({
      message: expect.stringContaining("at line 4 of"),
    });
    expect(await migrationState(url)).toEqual(state);
    expect(await distributed(url)).toEqual(ours);
  });

  test("a run that was interrupted between two tables is finished by the next run", async () => {
    const { url, database } = await opened();
    await migrate(database);
    await execute(url, "select create_distributed_table('games', 'id')");
    expect(await migrate(database)).toEqual([]);
    expect(await distributed(url)).toEqual(ours);
  });

  test("tables without a game, and tables that exist only during a migration, are not distributed", async () => {
    const { url, database } = await opened();
    await execute(url, "create table users (id int primary key)");
    await migrate(database, { distributed: "citus" });
    const { files } = await ownMigrationsAnd([
      [
        "count_users",
        migrationText(
          "create temporary table counted (game_id uuid) on commit drop;\ncreate table counts (id int primary key);",
          "drop table counts;",
        ),
      ],
    ]);
    const folder = await folderOf(files);
    expect(await migrate(database, { folder })).toHaveLength(1);
    expect(await distributed(url)).toEqual(ours);
  });

  test("all migrations run down to base, and up again", async () => {
    const { url, database } = await opened();
    await migrate(database, { distributed: "citus" });
    await migrateDown(database, { to: "base" });
    expect((await execute(url, "select from pg_dist_partition")).rows).toEqual([]);
    expect((await migrationState(url)).catalog).toEqual({});
    await migrate(database, { distributed: "citus" });
    expect(await distributed(url)).toEqual(ours);
  });

  describe("a script", () => {
    /** The script that the command line would print, run statement by statement. */
    async function runScript(
      url: string,
      database: Database,
      folder: string,
      isWanted: boolean,
    ): Promise<void> {
      const plan = await planMigrations(database, "up", { to: "head", folder });
      const distribution = await database.withClient((client) => planDistribution(client, isWanted));
      await runByStatement(url, migrationScript(plan, "up", { lockTimeout: 0, distribution }));
    }

    test("for an empty database distributes every table, as the runner does", async () => {
      const { url, database } = await opened();
      const { files } = await ownMigrationsAnd([["add_ejections", addsTable]]);
      await runScript(url, database, await folderOf(files), true);
      expect(await distributed(url)).toEqual({ ...ours, ejections: "game_id" });
    });

    test("for a database that is not distributed yet distributes what is there, and what it adds", async () => {
      const { url, database } = await opened();
      await migrate(database);
      const { files } = await ownMigrationsAnd([["add_ejections", addsTable]]);
      await runScript(url, database, await folderOf(files), true);
      expect(await distributed(url)).toEqual({ ...ours, ejections: "game_id" });
    });

    test("for a database that is distributed distributes what it adds, without the option", async () => {
      const { url, database } = await opened();
      await migrate(database, { distributed: "citus" });
      const { files } = await ownMigrationsAnd([["add_ejections", addsTable]]);
      await runScript(url, database, await folderOf(files), false);
      expect(await distributed(url)).toEqual({ ...ours, ejections: "game_id" });
    });
  });

  test("a database without the extension is refused, with what to do, and nothing is run", async () => {
    const { url, database } = await opened({ hasExtension: false });
    const refusal = await rejectionOf(migrate(database, { distributed: "citus" }));
    expect(refusal).toBeInstanceOf(ConfigurationError);
    expect(refusal).toMatchObject({
      message:
        "This database has no Citus extension, so its tables cannot be distributed. Nothing was run. Create the " +
        "extension on the coordinator (`create extension citus`), or omit `--distributed citus`.",
    });
    const { rows } = await execute(url, "select from pg_class where relnamespace = 'public'::regnamespace");
    expect(rows).toEqual([]);
  });
});
