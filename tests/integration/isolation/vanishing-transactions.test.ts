import { describe, expect, test } from "vitest";
import { Arena, expectGivenUp, levels, readCommitted } from "./arena.js";

const arena = new Arena();

describe.each(levels)("at %s", (level) => {
  test("an observed transaction does not vanish (OTV)", async () => {
    const [first, second, third] = await arena.players(level);
    await first.set(1, 11);
    await first.set(2, 19);
    const waiting = second.set(1, 12);
    waiting.catch(() => {});
    await arena.blocked();
    await first.commit();
    expect(await third.read("id = 1")).toEqual({ 1: 11 });
    if (level === readCommitted) {
      await waiting;
      await second.set(2, 18);
      expect(await third.read("id = 2")).toEqual({ 2: 19 });
      await second.commit();
      expect(await third.read("id = 2")).toEqual({ 2: 18 });
      expect(await third.read("id = 1")).toEqual({ 1: 12 });
    } else {
      await expectGivenUp(waiting);
      expect(await third.read()).toEqual({ 1: 11, 2: 19 });
      expect(await arena.committed()).toEqual({ 1: 11, 2: 19 });
    }
    await third.commit();
  });
});
