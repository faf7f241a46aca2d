import { connect, type Socket } from "node:net";
import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { Database, DatabaseOperations, type OpenOptions, PoolExhaustedError } from "../../../src/index.js";
import { deferred } from "../../support/deferred.js";
import { openFullPool } from "../../support/full-pool.js";
import { needsPassword } from "../../support/needs.js";
import { withClient } from "../../support/plain-client.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { type FakeServer, fakeServer } from "../../support/silent-server.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** A proxy that passes on only user and database of the startup message. */
async function settingsDropped(serverUrl: string): Promise<FakeServer> {
  const servers = new WeakMap<Socket, Socket>();
  return fakeServer((client, sent) => {
    const known = servers.get(client);
    if (known !== undefined) {
      known.write(sent);
      return;
    }
    const { hostname, port } = new URL(serverUrl);
    const server = connect(Number(port || 5432), hostname);
    servers.set(client, server);
    server.on("error", () => client.destroy());
    client.on("close", () => server.destroy());
    server.on("data", (answer: Buffer) => client.write(answer));
    const pairs =
      sent
        .subarray(8)
        .toString("utf8")
        .match(/[^\0]+\0[^\0]*\0/g) ?? [];
    const kept = pairs.filter((pair) => /^(?:user|database)\0/.test(pair)).join("");
    const body = Buffer.from(`${kept}\0`);
    const header = Buffer.alloc(8);
    header.writeInt32BE(8 + body.length);
    header.writeInt32BE(196_608, 4);
    server.write(Buffer.concat([header, body]));
  });
}

async function shown(handle: Database, setting: string): Promise<unknown> {
  const query = sql`select current_setting(${setting}) as value`;
  const { rows } = await handle.transaction((session) => session.run((db) => db.execute(query)));
  return rows[0]?.value;
}

describe("an option reaches the server", () => {
  test.each<[string, OpenOptions, string, string, string]>([
    [
      "applicationName",
      { applicationName: "score board" },
      "application_name",
      "score%20board",
      "score board",
    ],
    ["statementTimeout", { statementTimeout: 1_234 }, "statement_timeout", "1234", "1234ms"],
    ["lockTimeout", { lockTimeout: 1_234 }, "lock_timeout", "1234ms", "1234ms"],
    [
      "idleInTransactionTimeout",
      { idleInTransactionTimeout: 5_000 },
      "idle_in_transaction_session_timeout",
      "5s",
      "5s",
    ],
  ])("%s, as option and as parameter", async (_, options, parameter, written, value) => {
    await using byOption = await database.open(options);
    await using byParameter = await Database.open(`${database.url}?${parameter}=${written}`);
    await using asForPoolers = await Database.open(`${database.url}?${parameter}=${written}&prepare=false`);
    expect(await shown(byOption, parameter)).toBe(value);
    expect(await shown(byParameter, parameter)).toBe(value);
    expect(await shown(asForPoolers, parameter)).toBe(value);
  });

  test("or, if it is left out, its default does", async () => {
    await using handle = await database.open();
    expect(await shown(handle, "application_name")).toBe("dugout");
    expect(await shown(handle, "statement_timeout")).toBe("30s");
  });

  test("or, if it is 0, sets no time limit", async () => {
    await using handle = await database.open({ statementTimeout: 0 });
    expect(await shown(handle, "statement_timeout")).toBe("0");
  });
});

test("a migration has no time limits, also if the database sets them", async () => {
  const own = new URL(database.url).pathname.slice(1);
  const limits = ["statement_timeout", "lock_timeout", "transaction_timeout"];
  const known = sql`select name from pg_settings where name in ${limits}`;
  await using handle = await database.open({ statementTimeout: 1_000, lockTimeout: 1_000 });
  const { rows } = await handle.transaction((session) => session.run((db) => db.execute(known)));
  const names = rows.map(({ name }) => String(name));
  await withClient(database.url, async (client) => {
    for (const name of names) await client.query(`alter database ${own} set ${name} = '5s'`);
  });
  try {
    const found = await handle.withClient((client) =>
      client.query(`select ${names.map((name) => `current_setting('${name}') as ${name}`).join(", ")}`),
    );
    expect(found.rows[0]).toEqual(Object.fromEntries(names.map((name) => [name, "0"])));
  } finally {
    await withClient(database.url, (client) => client.query(`alter database ${own} reset all`));
  }
});

test("a pooler that drops the settings of a connection is refused, and accepted where each transaction sets them", async () => {
  await using proxy = await settingsDropped(database.url);
  const url = new URL(database.url);
  url.hostname = "127.0.0.1";
  url.port = `${proxy.port}`;
  url.searchParams.set("sslmode", "disable");
  for (const options of [{}, { statementTimeout: 0, idleInTransactionTimeout: 0, lockTimeout: 5_000 }]) {
    const refusal = await rejectionOf(Database.open(url.href, options));
    expect((refusal as Error).message).toMatch(/drops the settings of a connection: add prepare=false/);
  }
  await using pooled = await Database.open(url.href, { prepare: false });
  expect(await shown(pooled, "statement_timeout")).toBe("30s");
});

test("at most pool_size connections are open, and a caller that waits too long gets an error", async () => {
  await using handle = await openFullPool(() =>
    Database.open(`${database.url}?pool_size=2`, { connectTimeout: 300 }),
  );
  const sessions = await Promise.all([handle.session(), handle.session()]);
  const refused = (await rejectionOf(handle.session())) as PoolExhaustedError;
  expect(refused).toBeInstanceOf(PoolExhaustedError);
  expect(refused.message).toMatch(/all 2 are in use/);
  expect(handle.figures).toMatchObject({ open: 2, idle: 0, waiting: 0, limit: 2 });
  for (const session of sessions) await session.close();
  await using again = await handle.session();
  expect(again.state).toBe("open");
});

test("work beyond the pool's size waits for its turn", async () => {
  await using handle = await database.open({ poolSize: 2, applicationName: "two at once" });
  // Otherwise one connection could do all the work before the other is opened.
  const two = deferred();
  let begun = 0;
  const counts = await Promise.all(
    Array.from({ length: 12 }, () =>
      handle.transaction(async (session) => {
        begun += 1;
        if (begun === 2) two.resolve();
        await two.promise;
        const mine = sql`select count(*)::int as n from pg_stat_activity where application_name = 'two at once'`;
        const { rows } = await session.run((db) => db.execute(mine));
        return rows[0]?.n as number;
      }),
    ),
  );
  expect(Math.max(...counts)).toBe(2);
});

test.each([
  [true, 1],
  [false, 0],
])("with prepare=%s the server keeps %i prepared statements of an operation", async (prepare, kept) => {
  await using handle = await Database.open(`${database.url}?prepare=${prepare}`);
  await handle.transaction(async (session) => {
    await new DatabaseOperations(session).loadGameState("01920000-0000-7000-8000-000000000001");
    const { rows } = await session.run((db) =>
      db.execute(sql`select name from pg_prepared_statements where name = 'loadGameState'`),
    );
    expect(rows).toHaveLength(kept);
  });
});

test("sslmode=prefer uses TLS if the server has it, and no TLS otherwise", async () => {
  await using handle = await database.open({ ssl: "prefer" });
  const { rows } = await handle.transaction((session) =>
    session.run((db) =>
      db.execute(
        sql`select ssl, current_setting('ssl') as offered from pg_stat_ssl where pid = pg_backend_pid()`,
      ),
    ),
  );
  expect(rows[0]?.ssl).toBe(rows[0]?.offered === "on");
});

test("neither the handle nor its target shows the password", needsPassword, async () => {
  await using handle = await database.open();
  await using session = await handle.session();
  const { password } = new URL(inject("serverUrl"));
  expect(password).not.toBe("");
  for (const thing of [handle, session, handle.figures, handle.target]) {
    expect(inspect(thing, { depth: 20, showHidden: true })).not.toContain(password);
    expect(JSON.stringify(thing)).not.toContain(password);
  }
  expect(handle.target).toMatch(/^postgresql:\/\/postgres@127\.0\.0\.1:\d+\/dugout_test_/);
});
