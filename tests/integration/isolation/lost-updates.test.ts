import { describe, expect, test } from "vitest";
import { Arena, expectGivenUp, levels, readCommitted, repeatableRead } from "./arena.js";

const arena = new Arena();

describe.each(levels)("at %s", (level) => {
  test("an update is lost (P4) only at read committed", async () => {
    const [first, second] = await arena.players(level);
    expect(await first.read("id = 1")).toEqual({ 1: 10 });
    expect(await second.read("id = 1")).toEqual({ 1: 10 });
    await first.set(1, 11);
    const waiting = second.set(1, 12);
    waiting.catch(() => {});
    await arena.blocked();
    await first.commit();
    if (level === readCommitted) {
      await waiting;
      await second.commit();
      expect(await arena.committed()).toEqual({ 1: 12, 2: 20 });
    } else {
      await expectGivenUp(waiting);
      expect(await arena.committed()).toEqual({ 1: 11, 2: 20 });
    }
  });
});

test("transaction() at repeatable read loses no update, however many writers there are", async () => {
  const players = 6;
  const work = () =>
    arena.database.transaction(
      async (session) => {
        const { rows } = await session.run((db) => db.execute("select value from test where id = 1"));
        const value = Number(rows[0]?.value) + 1;
        await session.run((db) => db.execute(`update test set value = ${value} where id = 1`));
      },
      { isolation: repeatableRead, attempts: 100 },
    );
  await Promise.all(Array.from({ length: players }, work));
  expect(await arena.committed()).toEqual({ 1: 10 + players, 2: 20 });
});
