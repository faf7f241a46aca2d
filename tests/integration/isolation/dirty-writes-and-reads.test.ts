import { describe, expect, test } from "vitest";
import { Arena, expectGivenUp, levels, readCommitted, serializable } from "./arena.js";

const arena = new Arena();

describe.each(levels)("at %s", (level) => {
  test("write cycles (G0) are prevented: the second writer waits for the first", async () => {
    const [first, second] = await arena.players(level);
    await first.set(1, 11);
    const waiting = second.set(1, 12);
    waiting.catch(() => {});
    await arena.blocked();
    await first.set(2, 21);
    await first.commit();
    expect(await arena.committed()).toEqual({ 1: 11, 2: 21 });
    if (level === readCommitted) {
      await waiting;
      await second.set(2, 22);
      await second.commit();
      expect(await arena.committed()).toEqual({ 1: 12, 2: 22 });
    } else {
      await expectGivenUp(waiting);
      expect(await arena.committed()).toEqual({ 1: 11, 2: 21 });
    }
  });

  test("aborted reads (G1a) are prevented: what is rolled back was never seen", async () => {
    const [first, second] = await arena.players(level);
    await first.set(1, 101);
    expect(await second.read()).toEqual({ 1: 10, 2: 20 });
    await first.rollback();
    expect(await second.read()).toEqual({ 1: 10, 2: 20 });
    await second.commit();
  });

  test("intermediate reads (G1b) are prevented: only a last version is seen", async () => {
    const [first, second] = await arena.players(level);
    await first.set(1, 101);
    expect(await second.read()).toEqual({ 1: 10, 2: 20 });
    await first.set(1, 11);
    await first.commit();
    expect(await second.read()).toEqual({ 1: level === readCommitted ? 11 : 10, 2: 20 });
    await second.commit();
  });

  test("circular information flow (G1c) is prevented: neither sees the other's uncommitted write", async () => {
    const [first, second] = await arena.players(level);
    await first.set(1, 11);
    await second.set(2, 22);
    expect(await first.read("id = 2")).toEqual({ 2: 20 });
    expect(await second.read("id = 1")).toEqual({ 1: 10 });
    await first.commit();
    if (level === serializable) {
      await expectGivenUp(second.commit());
      expect(await arena.committed()).toEqual({ 1: 11, 2: 20 });
    } else {
      await second.commit();
      expect(await arena.committed()).toEqual({ 1: 11, 2: 22 });
    }
  });
});
