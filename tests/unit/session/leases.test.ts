import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ActiveLease, callerOf, LeaseRegister } from "../../../src/session/leases.js";

const lease = (name: string, more: Partial<ActiveLease> = {}): ActiveLease => ({
  name,
  since: performance.now(),
  forceClose: async () => {},
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a lease is active until it is removed; removing it twice changes nothing", () => {
  const register = new LeaseRegister();
  const [endOne, endOther] = [register.add(lease("one")), register.add(lease("other"))];
  expect(register.size).toBe(2);
  endOne();
  endOne();
  expect(register.size).toBe(1);
  endOther();
  expect(register.size).toBe(0);
});

test("active leases are described with their name, age and where they were opened, longest first", () => {
  const register = new LeaseRegister();
  const trace = new Error("opened here");
  trace.stack = "Error: opened here\n    at scoreboard (/srv/app/scoreboard.js:7:1)";
  register.add(lease("session", { trace }));
  vi.advanceTimersByTime(40);
  register.add(lease("savePlay"));
  vi.advanceTimersByTime(2);
  expect(register.describe()).toEqual([
    "session, for 42 ms, opened at scoreboard (/srv/app/scoreboard.js:7:1)",
    "savePlay, for 2 ms",
  ]);
});

test("a clock that is set back or forward changes no age", () => {
  const register = new LeaseRegister();
  register.add(lease("session"));
  for (const date of ["1999-01-01", "2099-01-01"]) {
    vi.setSystemTime(new Date(date));
    expect(register.describe()).toEqual(["session, for 0 ms"]);
    expect(register.openLongerThan(1)).toEqual([]);
  }
});

test("openLongerThan returns only the leases that are old enough", () => {
  const register = new LeaseRegister();
  register.add(lease("old"));
  vi.advanceTimersByTime(100);
  register.add(lease("new"));
  expect(register.openLongerThan(100).map(({ name }) => name)).toEqual(["old"]);
  expect(register.openLongerThan(101)).toEqual([]);
  expect(register.openLongerThan(0)).toHaveLength(2);
});

describe("whenEmpty", () => {
  test("returns immediately if no lease is active", async () => {
    expect(await new LeaseRegister().whenEmpty(0)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("returns to every caller when the last lease is removed", async () => {
    const register = new LeaseRegister();
    const ends = [register.add(lease("one")), register.add(lease("other"))];
    const waits = Promise.all([register.whenEmpty(10_000), register.whenEmpty(20_000)]);
    for (const end of ends) end();
    expect(await waits).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("returns false after its time limit when a lease is still active", async () => {
    const register = new LeaseRegister();
    register.add(lease("stuck"));
    const wait = register.whenEmpty(10_000);
    await vi.advanceTimersByTimeAsync(9_999);
    const early = await Promise.race([wait, Promise.resolve("waiting")]);
    await vi.advanceTimersByTimeAsync(1);
    expect([early, await wait]).toEqual(["waiting", false]);
  });

  test("can be called again after a time limit that was too short", async () => {
    const register = new LeaseRegister();
    const end = register.add(lease("slow"));
    const first = register.whenEmpty(1);
    await vi.advanceTimersByTimeAsync(1);
    const second = register.whenEmpty(1_000);
    end();
    expect([await first, await second]).toEqual([false, true]);
  });
});

test("forceCloseAll closes every lease, including those that remove themselves in the meantime, and describes them", async () => {
  const register = new LeaseRegister();
  const forced: string[] = [];
  for (const name of ["one", "two", "three"]) {
    const end = register.add(
      lease(name, {
        forceClose: async () => {
          forced.push(name);
          end();
        },
      }),
    );
  }
  expect(await register.forceCloseAll()).toEqual(["one, for 0 ms", "two, for 0 ms", "three, for 0 ms"]);
  expect(forced).toEqual(["one", "two", "three"]);
  expect(register.size).toBe(0);
});

const source = fileURLToPath(new URL("../../../src/", import.meta.url));

function withStack(...frames: string[]): Error {
  const error = new Error("opened here");
  error.stack = ["Error: opened here", ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
}

test("callerOf returns the first place outside this package", () => {
  const trace = withStack(
    `Database.session (${source}session/database.ts:80:1)`,
    `open (file://${source}session/database.ts:90:1)`,
    "scoreboard (/srv/app/scoreboard.js:7:1)",
    "main (/srv/app/main.js:1:1)",
  );
  expect(callerOf(trace)).toBe("at scoreboard (/srv/app/scoreboard.js:7:1)");
});

test("callerOf skips places inside Node.js", () => {
  const trace = withStack("process (node:internal/process/task_queues:95:5)", "/srv/app/main.js:1:1");
  expect(callerOf(trace)).toBe("at /srv/app/main.js:1:1");
});

test("callerOf finds this file in a real stack", () => {
  expect(callerOf(new Error("here"))).toContain("leases.test.ts");
});

test("callerOf returns an unknown place where the program has changed what a stack is", () => {
  const traceOf = (get: () => unknown) => Object.defineProperty(new Error("opened here"), "stack", { get });
  const throwing = () => {
    throw new Error("no stack");
  };
  for (const get of [() => [{ getFileName: () => "/srv/app/main.js" }], () => null, throwing])
    expect(callerOf(traceOf(get))).toBe("at an unknown place");
});

test("callerOf without a usable stack returns an unknown place", () => {
  expect(callerOf(undefined)).toBe("at an unknown place");
  expect(callerOf(withStack())).toBe("at an unknown place");
  expect(callerOf(withStack(`open (${source}session/database.ts:90:1)`))).toBe("at an unknown place");
  const bare = new Error("x");
  delete bare.stack;
  expect(callerOf(bare)).toBe("at an unknown place");
});
