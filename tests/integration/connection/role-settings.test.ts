import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ConnectionFailedError,
  Database,
  DatabaseOperations,
  recoverActiveGames,
  recoverGame,
} from "../../../src/index.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import type { At } from "../../support/places.js";
import { withClient } from "../../support/plain-client.js";
import { queryAlone } from "../../support/raw-sql.js";
import { readPaths } from "../../support/read-paths.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";
import { describeConflictRefusals } from "../database/suites/conflict-refusals.js";
import { describeGameList } from "../database/suites/game-list.js";
import { describeGames } from "../database/suites/games.js";
import { describePlays } from "../database/suites/plays.js";
import { describeRepeatedPlays } from "../database/suites/repeated-plays.js";
import { describeSubstitutions } from "../database/suites/substitutions.js";

/**
 * Settings that a role, a database or a server can have, and that could change a value, the order of rows, what a statement
 * means, or what an answer promises.
 */
const settings: readonly (readonly [name: string, value: string])[] = [
  ["datestyle", "German"],
  ["datestyle", "SQL, DMY"],
  ["datestyle", "Postgres, DMY"],
  ["datestyle", "ISO, YMD"],
  ["timezone", "<+03>-03"],
  ["timezone", "Asia/Tokyo"],
  ["timezone", "America/St_Johns"],
  ["intervalstyle", "iso_8601"],
  ["extra_float_digits", "0"],
  ["extra_float_digits", "-15"],
  ["bytea_output", "escape"],
  ["standard_conforming_strings", "off"],
  ["backslash_quote", "off"],
  ["array_nulls", "off"],
  ["transform_null_equals", "on"],
  ["quote_all_identifiers", "on"],
  ["exit_on_error", "on"],
  ["gin_fuzzy_search_limit", "1"],
  ["default_transaction_isolation", "serializable"],
  ["default_transaction_deferrable", "on"],
  ["statement_timeout", "1min"],
  ["lock_timeout", "1min"],
  ["synchronous_commit", "off"],
  ["transaction_timeout", "1min"],
  ["client_encoding", "SQL_ASCII"],
  ["client_encoding", "EUC_JP"],
  ["client_encoding", "LATIN1"],
  ["client_min_messages", "debug1"],
  ["timezone_abbreviations", "India"],
  ["xmlbinary", "hex"],
  ["xmloption", "document"],
  ["idle_session_timeout", "1min"],
  ["lc_numeric", "C"],
  ["plan_cache_mode", "force_generic_plan"],
  ["plan_cache_mode", "force_custom_plan"],
  ["work_mem", "64kB"],
  ["enable_seqscan", "off"],
  ["enable_indexscan", "off"],
  ["enable_sort", "off"],
  ["enable_hashagg", "off"],
  ["enable_hashjoin", "off"],
  ["enable_nestloop", "off"],
  ["geqo_threshold", "2"],
  ["constraint_exclusion", "on"],
  ["join_collapse_limit", "1"],
  ["debug_parallel_query", "on"],
  ["jit_above_cost", "0"],
  ["row_security", "off"],
  ["check_function_bodies", "off"],
];

let served: TestDatabase;
let role: string;

beforeAll(async () => {
  served = await createTestDatabase();
  role = `role_of_${new URL(served.url).pathname.slice(1)}`;
  await withClient(served.url, async (client) => {
    await client.query(`create role ${role} login password 'x'`);
    for (const kind of ["tables", "sequences"])
      await client.query(`grant all on all ${kind} in schema public to ${role}`);
  });
});
afterAll(async () => {
  await withClient(served.url, async (client) => {
    await client.query(`drop owned by ${role}`);
    await client.query(`drop role ${role}`);
  });
  await served.drop();
});

/** Sets exactly these settings for the role, and returns its URL. */
async function urlWith(...own: readonly (readonly [string, string])[]): Promise<string> {
  await withClient(served.url, async (client) => {
    await client.query(`alter role ${role} reset all`);
    for (const [name, value] of own) {
      const { rows } = await client.query("select format('%L', $1::text) as literal", [value]);
      const literal = name === "datestyle" ? value.replaceAll(/\w+/g, "'$&'") : rows[0].literal;
      const known = await client.query("select from pg_settings where lower(name) = $1", [name]);
      // Older servers do not have all of them.
      if (known.rowCount === 0) continue;
      await client.query(`alter role ${role} set ${name} = ${literal}`);
    }
  });
  const url = new URL(served.url);
  url.username = role;
  url.password = "x";
  return url.href;
}

const time = new Date("1954-05-02T18:00:00.123Z");

/** What a program reads, in every way, of a game that it stored. */
async function storedAndRead(url: string): Promise<unknown> {
  await using database = await Database.open(url);
  const operations = new DatabaseOperations(database);
  const game = await stageGame(
    database,
    newGame({ status: "active", createdAt: time, startedAt: time, metadata: { a: "\\'é" } }),
  );
  const play = newPlay(game, {
    createdAt: time,
    wpa: 0.123456789,
    re24: -1.1e-7,
    playMetadata: { b: [null] },
  });
  const id = await operations.savePlay(play);
  // The same play is found to be the same, which compares what was stored with what was given.
  const isSame = (await operations.savePlay(play)) === id;
  const plays = await Promise.all(readPaths.map(({ read }) => read(operations, game.gameId)));
  const state = await operations.loadGameState(game.gameId);
  const listed = await operations.listGames({ leagueId: state?.game.leagueId ?? "sba", limit: 1 });
  const recovered = await recoverGame(database, game.gameId);
  let isFound = false;
  for await (const { gameId } of recoverActiveGames(database, { pageSize: 20 }))
    isFound ||= gameId === game.gameId;
  const ofGame = { plays, game: state?.game, recovered };
  return {
    isSame,
    isListed: listed.games.length,
    isFound,
    text: JSON.stringify(ofGame)
      .replaceAll(game.gameId, "game")
      .replaceAll(/"(\w*[iI]d)":\d+/g, '"$1":0'),
  };
}

describe.each([
  ["with a connection of its own", ""],
  ["as behind a pooler", "prepare=false"],
])("a role's settings do not change what is read, %s", (_, parameters) => {
  let expected: unknown;
  beforeAll(async () => {
    expected = await storedAndRead(`${await urlWith()}?${parameters}`);
  });

  test.each(settings)("%s = %s", async (name, value) => {
    expect(await storedAndRead(`${await urlWith([name, value])}?${parameters}`)).toEqual(expected);
  });
});

describe("with all these settings together", () => {
  const once = new Map(settings);
  let database: Database;
  let elsewhere: Database;
  const at: At = () => ({ name: "server", database, elsewhere });

  beforeAll(async () => {
    const url = await urlWith(...once);
    [database, elsewhere] = await Promise.all([Database.open(url), Database.open(url)]);
  });
  afterAll(async () => {
    await Promise.all([database.close(), elsewhere.close()]);
  });

  describeGames(at);
  describeGameList(at);
  describePlays(at);
  describeRepeatedPlays(at);
  describeSubstitutions(at);
  describeConflictRefusals(at);
});

test("a role's other settings are honored or refused: a commit is on disk, and references are checked", async () => {
  const commit = async (value: string) => {
    await using database = await Database.open(await urlWith(["synchronous_commit", value]));
    const [row] = await queryAlone(database, "select current_setting('synchronous_commit') as value");
    return row?.value;
  };
  expect(await commit("off")).toBe("on");
  for (const value of ["local", "remote_write", "remote_apply"]) expect(await commit(value)).toBe(value);

  await withClient(served.url, (client) =>
    client.query(`alter role ${role} reset all; alter database ${new URL(served.url).pathname.slice(1)}
      set session_replication_role = replica`),
  );
  try {
    const url = new URL(served.url);
    url.username = role;
    url.password = "x";
    const refusal = await rejectionOf(Database.open(url.href));
    expect(refusal).toBeInstanceOf(ConnectionFailedError);
    expect((refusal as Error).message).toMatch(/session_replication_role is replica there.*reset it/);
  } finally {
    await withClient(served.url, (client) =>
      client.query(`alter database ${new URL(served.url).pathname.slice(1)} reset session_replication_role`),
    );
  }
});
