import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { PostgresServer } from "../../support/postgres-server.js";
import { isStored, write } from "../../support/raw-sql.js";
import { until } from "../../support/server-activity.js";

/** A server that confirms commits long before it writes them to disk, and so to its replica. */
const settings = ["synchronous_commit=off", "wal_writer_delay=10s", "wal_keep_size=256MB"];
const bound = 100;

let primary: PostgresServer;
let replica: PostgresServer;
let database: Database;

beforeAll(async () => {
  primary = await PostgresServer.create(settings);
  await using empty = await Database.open(primary.url());
  await migrate(empty);
  replica = await primary.createReplica();
  database = await Database.open(primary.url(), { replica: replica.url() });
});
afterAll(async () => {
  await database?.close();
  await replica?.dispose();
  await primary?.dispose();
});

test("the bound holds where commits are confirmed before they are on disk", async () => {
  const reader = database.reader({ stale: { within: bound } });
  await until("the replica is known", async () => {
    await isStored(reader, await write(database));
    return database.replica?.freshAsOf != null;
  });
  for (let time = 0; time < 10; time += 1) {
    const gameId = await write(database);
    await sleep(2 * bound);
    expect(await isStored(reader, gameId)).toBe(true);
  }
});
