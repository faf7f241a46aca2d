import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ClientPool, type PoolLimits } from "../../../src/connection/pg-pool.js";

interface Fake {
  readonly number: number;
  isAlive: boolean;
}

const rules: PoolLimits = {
  ...{ size: 2, minSize: 0, idleTimeout: 1_000, maxLifetime: 10_000 },
  ...{ checkAfterIdle: 500, acquireTimeout: 5_000 },
};
const temporary = new Error("temporary");
const permanent = new Error("permanent");
const pools: ClientPool<Fake>[] = [];

/** A pool of fake clients, with lists of what it opened, checked and closed, and of the errors for the next opens. */
function createPool(own: Partial<PoolLimits> = {}) {
  const opened: Fake[] = [];
  const closed: number[] = [];
  const referenced = new Set<number>();
  const checked: number[] = [];
  const failures: Error[] = [];
  const pool = new ClientPool<Fake>(
    {
      async open() {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        const client = { number: opened.length + 1, isAlive: true };
        opened.push(client);
        return client;
      },
      isTemporary: (error) => error === temporary,
      async isAlive(client) {
        checked.push(client.number);
        return client.isAlive;
      },
      setRef: ({ number }, keepsAlive) => (keepsAlive ? referenced.add(number) : referenced.delete(number)),
      async close({ number }) {
        closed.push(number);
      },
      timeoutError: (failure) => (failure as Error) ?? new Error("none in time"),
    },
    { ...rules, ...own },
  );
  pools.push(pool);
  const acquire = () => pool.acquire();
  const fill = async () => {
    const clients = await Promise.all(Array.from({ length: own.size ?? rules.size }, acquire));
    for (const client of clients) pool.release(client, false);
  };
  return { pool, opened, closed, referenced, checked, failures, acquire, fill };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // Some would wait for clients that are never released.
  for (const pool of pools.splice(0)) void pool.close();
  vi.useRealTimers();
});

describe("a pool", () => {
  it("reuses the client used last, opens others up to its size, and then makes callers wait in order", async () => {
    const { pool, opened, acquire } = createPool();
    const [first, second] = await Promise.all([acquire(), acquire()]);
    const order: number[] = [];
    const third = acquire().then((client) => order.push(3) && client);
    const fourth = acquire().then((client) => order.push(4) && client);
    expect({ open: pool.open, waiting: pool.waiting }).toEqual({ open: 2, waiting: 2 });
    pool.release(second, false);
    expect(await third).toBe(second);
    pool.release(first, false);
    expect(await fourth).toBe(first);
    expect({ order, opened: opened.length }).toEqual({ order: [3, 4], opened: 2 });
  });

  it("refuses a caller that has waited too long, and no other", async () => {
    const { pool, acquire } = createPool({ size: 1 });
    const client = await acquire();
    const refused = acquire().catch((error: Error) => error.message);
    await pass(4_000);
    const served = acquire();
    await pass(1_000);
    expect(await refused).toBe("none in time");
    pool.release(client, false);
    expect(await served).toBe(client);
  });

  it("closes clients that were idle too long, down to the minimum", async () => {
    const { pool, closed, fill } = createPool({ size: 3, minSize: 1 });
    await fill();
    await pass(900);
    expect(pool.open).toBe(3);
    await pass(600);
    expect(closed).toHaveLength(2);
    await pass(5_000);
    expect(pool.open).toBe(1);
  });

  it("opens clients up to the minimum when they close by themselves", async () => {
    const { pool, opened } = createPool({ minSize: 2 });
    pool.fill();
    await pass(0);
    expect(pool.idle).toBe(2);
    for (const client of opened) pool.remove(client);
    expect(pool.open).toBe(0);
    await pass(1_000);
    expect({ idle: pool.idle, opened: opened.length }).toEqual({ idle: 2, opened: 4 });
  });

  it("replaces clients at the end of their lifetime, not all at once, and none in use", async () => {
    const { pool, closed, acquire, fill } = createPool({
      ...{ size: 20, minSize: 20, idleTimeout: 0, maxLifetime: 100_000 },
    });
    await fill();
    const inUse = await acquire();
    await pass(79_999);
    expect(closed).toEqual([]);
    await pass(10_002);
    expect(closed.length).toBeGreaterThan(0);
    expect(closed.length).toBeLessThan(19);
    await pass(15_000);
    expect(new Set(closed).size).toBe(closed.length);
    expect(closed.filter((number) => number <= 20)).toHaveLength(19);
    expect(closed).not.toContain(inUse.number);
    pool.release(inUse, false);
    expect(closed).toContain(inUse.number);
  });

  it("keeps the process alive only for clients that are in use or closing", async () => {
    const { pool, referenced, acquire, fill } = createPool();
    await fill();
    expect([...referenced]).toEqual([]);
    const client = await acquire();
    expect([...referenced]).toEqual([client.number]);
    pool.release(client, true);
    expect([...referenced]).toEqual([client.number]);
  });
});

describe("a client that was idle for a while", () => {
  it("is checked before its next use; one that was just used is not", async () => {
    const { pool, checked, acquire } = createPool({ size: 1, idleTimeout: 0 });
    const client = await acquire();
    pool.release(client, false);
    await pass(499);
    pool.release(await acquire(), false);
    expect(checked).toEqual([]);
    await pass(500);
    expect(await acquire()).toBe(client);
    expect(checked).toEqual([1]);
  });

  it.each(["1999-01-01", "2099-01-01"])(
    "is checked also if the clock was set to %s meanwhile",
    async (date) => {
      const { pool, checked, acquire } = createPool({ size: 1, idleTimeout: 0 });
      pool.release(await acquire(), false);
      vi.setSystemTime(new Date(date));
      await pass(600);
      await acquire();
      expect(checked).toEqual([1]);
    },
  );

  it("is closed at the end of its lifetime, and not earlier, if the clock is set", async () => {
    for (const date of ["1999-01-01", "2099-01-01"]) {
      const { pool, closed, acquire } = createPool({ size: 1, minSize: 1, idleTimeout: 0 });
      pool.release(await acquire(), false);
      vi.setSystemTime(new Date(date));
      await pass(7_000);
      expect(closed).toEqual([]);
      await pass(6_000);
      expect(closed).toEqual([1]);
    }
  });

  it("and fails its check is closed with all others that were idle as long, and a new one is opened", async () => {
    const { opened, closed, checked, acquire, fill } = createPool({ size: 5, idleTimeout: 0 });
    await fill();
    for (const client of opened) client.isAlive = false;
    await pass(600);
    expect((await acquire()).number).toBe(6);
    expect(checked).toHaveLength(1);
    expect(closed.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("when no client can be opened", () => {
  it("a temporary error is retried with pauses until the callers are served", async () => {
    const { failures, opened, acquire } = createPool();
    failures.push(temporary, temporary, temporary);
    const served = Promise.all([acquire(), acquire()]);
    await pass(1_000);
    expect(await served).toEqual(opened);
  });

  it("a temporary error that lasts longer than the time limit is reported to the caller", async () => {
    const { failures, acquire } = createPool();
    failures.push(...Array.from({ length: 100 }, () => temporary));
    const refused = acquire().catch((error: unknown) => error);
    await pass(5_000);
    expect(await refused).toBe(temporary);
    expect(failures.length).toBeGreaterThan(85);
  });

  it("a permanent error is reported to each caller at once", async () => {
    const { pool, failures, acquire } = createPool();
    failures.push(...Array.from({ length: 5 }, () => permanent));
    const refused = await Promise.all(
      Array.from({ length: 5 }, () => acquire().catch((error: unknown) => error)),
    );
    expect(refused).toEqual(Array.from({ length: 5 }, () => permanent));
    expect({ open: pool.open, waiting: pool.waiting }).toEqual({ open: 0, waiting: 0 });
  });
});

describe("a pool whose clients are all evicted", () => {
  it("uses none of them again: those in use are closed when they are released", async () => {
    const { pool, closed, acquire, fill } = createPool();
    await fill();
    const inUse = await acquire();
    pool.evictAll();
    expect(closed).toHaveLength(1);
    const next = await acquire();
    expect(next.number).toBe(3);
    pool.release(inUse, false);
    expect(closed).toContain(inUse.number);
    pool.release(next, false);
    expect(pool.idle).toBe(1);
  });
});

it("close() waits for the clients in use", async () => {
  const { pool, closed, acquire } = createPool();
  const client = await acquire();
  let isClosed = false;
  const closing = pool.close().then(() => {
    isClosed = true;
  });
  await pass(1_000);
  expect(isClosed).toBe(false);
  pool.release(client, false);
  await closing;
  expect(closed).toEqual([1]);
});
