import { describe, expect, test } from "vitest";
import { Arena, expectGivenUp, levels, readCommitted } from "./arena.js";

const arena = new Arena();

describe.each(levels)("at %s", (level) => {
  test("only at read committed, the second read of a predicate (PMP) sees what was inserted", async () => {
    const [first, second] = await arena.players(level);
    expect(await first.read("value = 30")).toEqual({});
    await second.run("insert into test (id, value) values (3, 30)");
    await second.commit();
    expect(await first.read("value % 3 = 0")).toEqual(level === readCommitted ? { 3: 30 } : {});
    await first.commit();
  });

  test("a write's predicate (PMP) misses what a concurrent write brings only at read committed", async () => {
    const [first, second] = await arena.players(level);
    await first.run("update test set value = value + 10");
    const waiting = second.run("delete from test where value = 20 returning id, value");
    waiting.catch(() => {});
    await arena.blocked();
    await first.commit();
    if (level === readCommitted) {
      expect(await waiting).toEqual({});
      expect(await second.read("value = 20")).toEqual({ 1: 20 });
      await second.commit();
    } else {
      await expectGivenUp(waiting);
    }
    expect(await arena.committed()).toEqual({ 1: 20, 2: 30 });
  });
});
