import { expect, test, vi } from "vitest";
import { Database, DatabaseClosedError } from "../../../src/index.js";
import { serverDatabase } from "../../support/places.js";
import { PostgresProxy } from "../../support/postgres-proxy.js";
import { write } from "../../support/raw-sql.js";

const at = serverDatabase();

const calls: Record<string, (database: Database) => Promise<unknown>> = {
  "a session that is never ended": (database) => database.session(),
  "a session that writes": async (database) => write(await database.session()),
  "a transaction": (database) => database.transaction(write),
  "an operation by itself": (database) => write(database),
};

/** Whether the connection comes before or after the microtasks are counted. */
const starts = [async () => {}, () => new Promise(process.nextTick), () => new Promise(setImmediate)];

test.each(Object.keys(calls))(
  "a close completes in whichever microtask of %s it is called",
  { timeout: 120_000 },
  async (name) => {
    for (const start of starts) {
      for (let microtasks = 0; microtasks < 25; microtasks += 1) {
        const database = await at().open();
        const outcome = calls[name]?.(database).catch(() => {});
        await start();
        for (let step = 0; step < microtasks; step += 1) await Promise.resolve();
        await database.close({ within: 0 });
        expect(database.figures).toMatchObject({ open: 0, idle: 0 });
        await outcome;
      }
    }
  },
);

test("a close does not wait for a connection that a slow server is opening", async () => {
  const proxy = await PostgresProxy.start(at().url);
  const connectTimeout = 280_000;
  const database = await Database.open(proxy.url, { connectTimeout });
  await using _session = await database.session();
  const trap = proxy.trap("request", "startup", () => new Promise(() => {}));
  const outcome = database.session().catch((error: unknown) => error);
  await vi.waitUntil(() => trap.link !== undefined, { timeout: 120_000 });
  const started = performance.now();
  await database.close({ within: 0 });
  expect(performance.now() - started).toBeLessThan(connectTimeout / 2);
  expect(await outcome).toBeInstanceOf(DatabaseClosedError);
  expect(database.figures).toMatchObject({ open: 0, waiting: 0 });
  proxy.close();
});
