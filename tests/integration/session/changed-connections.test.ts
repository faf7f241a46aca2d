import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { ConnectionLostError, Database, DatabaseOperations, DugoutError } from "../../../src/index.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { withClient } from "../../support/plain-client.js";
import { oneValue, query } from "../../support/raw-sql.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const at = serverDatabase();

/** What of the settings and objects of a session would outlive a transaction. */
const remains = `select concat_ws(' ', current_setting('search_path'), current_setting('work_mem'), current_user,
  nullif(current_setting('own.user', true), ''),
  (select count(*) from pg_class where relnamespace = pg_my_temp_schema()),
  (select count(*) from pg_listening_channels()), (select count(*) from pg_cursors),
  (select count(*) from pg_prepared_statements where name not like 'dugout%' and name like 'own%'),
  (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()))`;

const backend = "select pg_backend_pid()";

/** A database with one connection: the next session gets the one that the last session returned. */
const oneConnection = () => Database.open(at().url, { poolSize: 1 });

async function runAlone(database: Database, text: string): Promise<unknown> {
  return database.transaction((session) => oneValue(session, text));
}

const changes = [
  "set search_path = pg_catalog",
  "/* for a report */ SET SESSION work_mem = '64kB'",
  "set role pg_monitor",
  "set session authorization pg_monitor",
  "set time zone 'Asia/Tokyo'",
  "reset timezone",
  "select set_config('search_path', 'pg_catalog', false)",
  "select set_config('search_path', 'pg_catalog', true), set_config('own.user', 'ada', false)",
  "create temporary table own_totals (id int)",
  "create temp view own_view as select 1",
  "create local temp table own_totals as select 1 as id",
  "create table pg_temp.own_totals (id int)",
  "select 1 as id into temp own_totals",
  "create or replace temp view own_view as select 1",
  "create temp table own_totals (id int) on commit delete rows",
  "listen own_channel",
  "prepare own_statement as select 1",
  "declare own_cursor cursor with hold for select 1",
  "select pg_advisory_lock(7)",
  "select pg_catalog.pg_try_advisory_lock_shared(7, 8)",
  "do $$ begin perform set_config('work_mem', '64kB', false); end $$",
];

describe.each(changes)("after %j of the caller", (text) => {
  test("the next session finds nothing of it", async () => {
    await using database = await oneConnection();
    const before = await runAlone(database, remains);
    await database.transaction((session) => query(session, text));
    expect(await runAlone(database, remains)).toEqual(before);
    expect(await runAlone(database, "show timezone")).toBe("UTC");
  });
});

describe("the connection is kept", () => {
  test.each([
    "set local search_path = pg_catalog",
    "set transaction read only",
    "set constraints all immediate",
    "select set_config('own.user', 'ada', true)",
    "select set_config('own.user', coalesce(null, 'ada'), TRUE), set_config('own.team', '7', true)",
    "select pg_advisory_xact_lock(7)",
    "create temp table own_totals (id int) on commit drop",
    "declare own_cursor cursor for select 1",
    "select 'set search_path' as listen",
    "update games set status = status where false",
    "notify own_channel",
  ])("after %j", async (text) => {
    await using database = await oneConnection();
    const first = await runAlone(database, backend);
    await database.transaction((session) => query(session, text));
    expect(await runAlone(database, backend)).toBe(first);
  });
});

const runElsewhere = (text: string) => withClient(at().url, (client) => client.query(text));

describe("a function of the database that changes a setting", () => {
  /** Makes a function that sets a setting, elsewhere: its text must not pass through the connection. */
  async function functionThatSets(name: string, value: string, isLocal = false): Promise<string> {
    const call = `set_${name}_${isLocal}`;
    await runElsewhere(`create or replace function ${call}() returns int language plpgsql as
        $$ begin perform set_config('${name}', '${value}', ${isLocal}); return 1; end $$`);
    return `select ${call}()`;
  }

  test.each([
    ["datestyle", "German"],
    ["timezone", "Asia/Tokyo"],
    ["intervalstyle", "iso_8601"],
    ["standard_conforming_strings", "off"],
    ["application_name", "theirs"],
  ])(
    "is noticed when PostgreSQL reports %s: the next session gets another connection",
    async (name, value) => {
      await using database = await oneConnection();
      const before = await runAlone(database, `show ${name}`);
      const call = await functionThatSets(name, value);
      await database.transaction(async (session) => {
        await query(session, call);
        expect(await oneValue(session, `show ${name}`)).not.toBe(before);
      });
      expect(await runAlone(database, `show ${name}`)).toBe(before);
    },
  );

  test("for the transaction only keeps the connection", async () => {
    await using database = await oneConnection();
    const first = await runAlone(database, backend);
    await runAlone(database, await functionThatSets("datestyle", "German", true));
    expect(await runAlone(database, backend)).toBe(first);
  });

  test("as a trigger on a table of Dugout does not change what later calls read and store", async () => {
    await using database = await oneConnection();
    const operations = new DatabaseOperations(database);
    const text = "Peña 打者";
    for (const [name, value] of [
      ["datestyle", "German"],
      ["client_encoding", "LATIN1"],
    ] as const) {
      const game = await stageGame(database);
      await runElsewhere(`create or replace function trigger_set() returns trigger language plpgsql as
          $$ begin perform set_config('${name}', '${value}', false); return new; end $$`);
      await runElsewhere(
        "create trigger sets before insert on plays for each row execute function trigger_set()",
      );
      await operations.savePlay(newPlay(game));
      await operations.savePlay(newPlay(game, { playNumber: 2, resultDescription: text }));
      await runElsewhere("drop trigger sets on plays");
      const plays = await operations.getPlays(game.gameId);
      expect(plays.map(({ resultDescription }) => resultDescription)).toEqual([null, text]);
    }
  });

  test("and sets client_encoding inside a session ends it, before a text is stored with wrong letters", async () => {
    await using database = await oneConnection();
    const call = await functionThatSets("client_encoding", "LATIN1");
    await using session = await database.session();
    await query(session, call);
    const refusal = await rejectionOf(
      new DatabaseOperations(session).createGame(newGame({ metadata: { n: "é" } })),
    );
    expect(refusal).toBeInstanceOf(ConnectionLostError);
    expect(String((refusal as Error).cause)).toContain("client_encoding to LATIN1");
    expect(await rejectionOf(session.commit())).toBeInstanceOf(DugoutError);
    expect(await runAlone(database, "show client_encoding")).toBe("UTF8");
  });
});

test("a prepared set_config is local if its value says so", async () => {
  await using database = await oneConnection();
  const first = await runAlone(database, backend);
  const setUser = (isLocal: boolean) =>
    database.transaction((session) =>
      session.run((db) => db.execute(sql`select set_config('own.user', 'ada', ${isLocal})`)),
    );
  await setUser(true);
  expect(await runAlone(database, backend)).toBe(first);
  await setUser(false);
  expect(await runAlone(database, backend)).not.toBe(first);
});

test("a callback sees what it has set itself until its session ends", async () => {
  await using database = await oneConnection();
  await database.transaction(async (session) => {
    await query(session, "set work_mem = '64kB'");
    await session.savepoint((scope) => query(scope, "create temp table own_totals (id int)"));
    expect(await oneValue(session, "show work_mem")).toBe("64kB");
    expect(await oneValue(session, "select count(*)::int as n from own_totals")).toBe(0);
  });
});

test("the only connection of an embedded database is reset as well", async () => {
  await using database = await Database.open("pglite:memory");
  const before = await runAlone(database, remains);
  for (const text of changes.filter((text) => !text.includes("pg_monitor")))
    await database.transaction((session) => query(session, text));
  expect(await runAlone(database, remains)).toEqual(before);
});
