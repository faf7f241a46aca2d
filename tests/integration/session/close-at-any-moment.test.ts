import { expect, test } from "vitest";
import type { Database } from "../../../src/index.js";
import { serverDatabase } from "../../support/places.js";
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
  "a close ends in whichever microtask of %s it is called",
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
