import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Work, WorkRegister } from "../../../src/session/work.js";

const work = (name: string, more: Partial<Work> = {}): Work => ({
  name,
  since: Date.now(),
  cut: async () => {},
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("what begins is under way until its end is noted, once or more often", () => {
  const register = new WorkRegister();
  const [endOne, endOther] = [register.begin(work("one")), register.begin(work("other"))];
  expect(register.size).toBe(2);
  endOne();
  endOne();
  expect(register.size).toBe(1);
  endOther();
  expect(register.size).toBe(0);
});

test("what is under way is described with its name, its age and where it was opened, longest first", () => {
  const register = new WorkRegister();
  const trace = new Error("opened here");
  trace.stack = "Error: opened here\n    at scoreboard (/srv/app/scoreboard.js:7:1)";
  register.begin(work("session", { trace }));
  vi.advanceTimersByTime(40);
  register.begin(work("savePlay"));
  vi.advanceTimersByTime(2);
  expect(register.describe()).toEqual([
    "session, for 42 ms, opened at scoreboard (/srv/app/scoreboard.js:7:1)",
    "savePlay, for 2 ms",
  ]);
});

test("only what began long enough ago is open longer than a limit", () => {
  const register = new WorkRegister();
  register.begin(work("old"));
  vi.advanceTimersByTime(100);
  register.begin(work("new"));
  expect(register.openLongerThan(100).map(({ name }) => name)).toEqual(["old"]);
  expect(register.openLongerThan(101)).toEqual([]);
  expect(register.openLongerThan(0)).toHaveLength(2);
});

describe("waiting until nothing is under way", () => {
  test("is over at once when nothing is", async () => {
    expect(await new WorkRegister().empty(0)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is over with the last end, for everybody who waits", async () => {
    const register = new WorkRegister();
    const ends = [register.begin(work("one")), register.begin(work("other"))];
    const waits = Promise.all([register.empty(10_000), register.empty(20_000)]);
    for (const end of ends) end();
    expect(await waits).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("ends with its time, and says that something is still under way", async () => {
    const register = new WorkRegister();
    register.begin(work("stuck"));
    const wait = register.empty(10_000);
    await vi.advanceTimersByTimeAsync(9_999);
    const early = await Promise.race([wait, Promise.resolve("waiting")]);
    await vi.advanceTimersByTimeAsync(1);
    expect([early, await wait]).toEqual(["waiting", false]);
  });

  test("can be done again after a time that was too short", async () => {
    const register = new WorkRegister();
    const end = register.begin(work("slow"));
    const first = register.empty(1);
    await vi.advanceTimersByTimeAsync(1);
    const second = register.empty(1_000);
    end();
    expect([await first, await second]).toEqual([false, true]);
  });
});

test("cutting all ends each, also those that note their end while being cut, and says what it was", async () => {
  const register = new WorkRegister();
  const cut: string[] = [];
  for (const name of ["one", "two", "three"]) {
    const end = register.begin(
      work(name, {
        cut: async () => {
          cut.push(name);
          end();
        },
      }),
    );
  }
  expect(await register.cutAll()).toEqual(["one, for 0 ms", "two, for 0 ms", "three, for 0 ms"]);
  expect(cut).toEqual(["one", "two", "three"]);
  expect(register.size).toBe(0);
});
