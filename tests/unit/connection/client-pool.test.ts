import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ClientPool } from "../../../src/connection/client-pool.js";
import type { PoolRules } from "../../../src/connection/pool-rules.js";

interface Fake {
  readonly number: number;
  isAlive: boolean;
}

const rules: PoolRules = {
  ...{ size: 2, minSize: 0, idleTimeout: 1_000, maxLifetime: 10_000 },
  ...{ unprovenAfter: 500, acquireTimeout: 5_000 },
};
const passing = new Error("passing");
const lasting = new Error("lasting");
const pools: ClientPool<Fake>[] = [];

/** A pool of fakes, what became of them, and what opening the next ones comes to. */
function made(own: Partial<PoolRules> = {}) {
  const opened: Fake[] = [];
  const ended: number[] = [];
  const held = new Set<number>();
  const proven: number[] = [];
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
      isPassing: (error) => error === passing,
      async isAlive(client) {
        proven.push(client.number);
        return client.isAlive;
      },
      hold: ({ number }, isHeld) => (isHeld ? held.add(number) : held.delete(number)),
      async end({ number }) {
        ended.push(number);
      },
    },
    { ...rules, ...own },
  );
  pools.push(pool);
  const acquire = () => pool.acquire((failure) => (failure as Error) ?? new Error("none in time"));
  const fill = async () => {
    const clients = await Promise.all(Array.from({ length: own.size ?? rules.size }, acquire));
    for (const client of clients) pool.release(client, false);
  };
  return { pool, opened, ended, held, proven, failures, acquire, fill };
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // Some wait for what is lent, and nobody will give it back.
  for (const pool of pools.splice(0)) void pool.close();
  vi.useRealTimers();
});

describe("a pool", () => {
  it("lends the one that was used last, opens others while there is room, and then has callers wait in turn", async () => {
    const { pool, opened, acquire } = made();
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

  it("refuses who has waited too long, and nobody else", async () => {
    const { pool, acquire } = made({ size: 1 });
    const client = await acquire();
    const refused = acquire().catch((error: Error) => error.message);
    await pass(4_000);
    const served = acquire();
    await pass(1_000);
    expect(await refused).toBe("none in time");
    pool.release(client, false);
    expect(await served).toBe(client);
  });

  it("closes what nobody has needed for a while, but as many as are to be kept", async () => {
    const { pool, ended, fill } = made({ size: 3, minSize: 1 });
    await fill();
    await pass(900);
    expect(pool.open).toBe(3);
    await pass(600);
    expect(ended).toHaveLength(2);
    await pass(5_000);
    expect(pool.open).toBe(1);
  });

  it("opens as many as are to be kept when they go by themselves", async () => {
    const { pool, opened } = made({ minSize: 2 });
    pool.fill();
    await pass(0);
    expect(pool.idle).toBe(2);
    for (const client of opened) pool.remove(client);
    expect(pool.open).toBe(0);
    await pass(1_000);
    expect({ idle: pool.idle, opened: opened.length }).toEqual({ idle: 2, opened: 4 });
  });

  it("replaces what has lived long enough, not all at the same moment, and never one that is in use", async () => {
    const { pool, ended, acquire, fill } = made({
      ...{ size: 20, minSize: 20, idleTimeout: 0, maxLifetime: 100_000 },
    });
    await fill();
    const lent = await acquire();
    await pass(79_999);
    expect(ended).toEqual([]);
    await pass(10_002);
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.length).toBeLessThan(19);
    await pass(15_000);
    expect(new Set(ended).size).toBe(ended.length);
    expect(ended.filter((number) => number <= 20)).toHaveLength(19);
    expect(ended).not.toContain(lent.number);
    pool.release(lent, false);
    expect(ended).toContain(lent.number);
  });

  it("keeps the process alive for what is lent or being ended only", async () => {
    const { pool, held, acquire, fill } = made();
    await fill();
    expect([...held]).toEqual([]);
    const client = await acquire();
    expect([...held]).toEqual([client.number]);
    pool.release(client, true);
    expect([...held]).toEqual([client.number]);
  });
});

describe("a client that was idle for a while", () => {
  it("is looked at before it is lent, and one that was used a moment ago is not", async () => {
    const { pool, proven, acquire } = made({ size: 1, idleTimeout: 0 });
    const client = await acquire();
    pool.release(client, false);
    await pass(499);
    pool.release(await acquire(), false);
    expect(proven).toEqual([]);
    await pass(500);
    expect(await acquire()).toBe(client);
    expect(proven).toEqual([1]);
  });

  it("and is dead goes with all others that were idle as long, and a new one is lent", async () => {
    const { opened, ended, proven, acquire, fill } = made({ size: 5, idleTimeout: 0 });
    await fill();
    for (const client of opened) client.isAlive = false;
    await pass(600);
    expect((await acquire()).number).toBe(6);
    expect(proven).toHaveLength(1);
    expect(ended.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("when none can be opened", () => {
  it("a reason that passes is waited for, with pauses, and the callers are served when it has passed", async () => {
    const { failures, opened, acquire } = made();
    failures.push(passing, passing, passing);
    const served = Promise.all([acquire(), acquire()]);
    await pass(1_000);
    expect(await served).toEqual(opened);
  });

  it("a reason that does not pass within a caller's time is what he is told", async () => {
    const { failures, acquire } = made();
    failures.push(...Array.from({ length: 100 }, () => passing));
    const refused = acquire().catch((error: unknown) => error);
    await pass(5_000);
    expect(await refused).toBe(passing);
    expect(failures.length).toBeGreaterThan(85);
  });

  it("each caller is told of another reason at once", async () => {
    const { pool, failures, acquire } = made();
    failures.push(...Array.from({ length: 5 }, () => lasting));
    const refused = await Promise.all(
      Array.from({ length: 5 }, () => acquire().catch((error: unknown) => error)),
    );
    expect(refused).toEqual(Array.from({ length: 5 }, () => lasting));
    expect({ open: pool.open, waiting: pool.waiting }).toEqual({ open: 0, waiting: 0 });
  });
});

describe("a pool whose clients are all retired", () => {
  it("lends none of them again: those in use are ended as they come back", async () => {
    const { pool, ended, acquire, fill } = made();
    await fill();
    const lent = await acquire();
    pool.retireAll();
    expect(ended).toHaveLength(1);
    const next = await acquire();
    expect(next.number).toBe(3);
    pool.release(lent, false);
    expect(ended).toContain(lent.number);
    pool.release(next, false);
    expect(pool.idle).toBe(1);
  });
});

it("a pool that is closed waits for what is lent", async () => {
  const { pool, ended, acquire } = made();
  const client = await acquire();
  let isClosed = false;
  const closed = pool.close().then(() => {
    isClosed = true;
  });
  await pass(1_000);
  expect(isClosed).toBe(false);
  pool.release(client, false);
  await closed;
  expect(ended).toEqual([1]);
});
