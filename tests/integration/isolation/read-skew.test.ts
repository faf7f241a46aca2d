import { describe, expect, test } from "vitest";
import { Arena, expectGivenUp, levels, readCommitted } from "./arena.js";

const arena = new Arena();

describe.each(levels)("at %s", (level) => {
  test("reads come from two snapshots (G-single) only at read committed", async () => {
    const [first, second] = await arena.players(level);
    expect(await first.read("id = 1")).toEqual({ 1: 10 });
    expect(await second.read()).toEqual({ 1: 10, 2: 20 });
    await second.set(1, 12);
    await second.set(2, 18);
    await second.commit();
    expect(await first.read("id = 2")).toEqual({ 2: level === readCommitted ? 18 : 20 });
    await first.commit();
  });

  test("reads by a predicate come from two snapshots (G-single) only at read committed", async () => {
    const [first, second] = await arena.players(level);
    expect(await first.read("value % 5 = 0")).toEqual({ 1: 10, 2: 20 });
    await second.run("update test set value = 12 where value = 10");
    await second.commit();
    expect(await first.read("value % 3 = 0")).toEqual(level === readCommitted ? { 1: 12 } : {});
    await first.commit();
  });

  test("a write by a predicate on what was read before (G-single) is aborted above read committed", async () => {
    const [first, second] = await arena.players(level);
    expect(await first.read("id = 1")).toEqual({ 1: 10 });
    expect(await second.read()).toEqual({ 1: 10, 2: 20 });
    await second.set(1, 12);
    await second.set(2, 18);
    await second.commit();
    const deleting = first.run("delete from test where value = 20 returning id, value");
    if (level === readCommitted) {
      expect(await deleting).toEqual({});
      await first.commit();
    } else {
      await expectGivenUp(deleting);
    }
    expect(await arena.committed()).toEqual({ 1: 12, 2: 18 });
  });
});
