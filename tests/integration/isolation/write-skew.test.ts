import { describe, expect, test } from "vitest";
import { Arena, expectGivenUp, levels, serializable } from "./arena.js";

const arena = new Arena();

describe.each(levels)("at %s", (level) => {
  test("two write what the other has read (G2-item), which only serializable prevents", async () => {
    const [first, second] = await arena.players(level);
    expect(await first.read("id in (1, 2)")).toEqual({ 1: 10, 2: 20 });
    expect(await second.read("id in (1, 2)")).toEqual({ 1: 10, 2: 20 });
    await first.set(1, 11);
    await second.set(2, 21);
    await first.commit();
    if (level === serializable) {
      await expectGivenUp(second.commit());
      expect(await arena.committed()).toEqual({ 1: 11, 2: 20 });
    } else {
      await second.commit();
      expect(await arena.committed()).toEqual({ 1: 11, 2: 21 });
    }
  });

  test("two insert what the other's predicate covers (G2), which only serializable prevents", async () => {
    const [first, second] = await arena.players(level);
    expect(await first.read("value % 3 = 0")).toEqual({});
    expect(await second.read("value % 3 = 0")).toEqual({});
    await first.run("insert into test (id, value) values (3, 30)");
    await second.run("insert into test (id, value) values (4, 42)");
    await first.commit();
    if (level === serializable) {
      await expectGivenUp(second.commit());
      expect(await arena.committed()).toEqual({ 1: 10, 2: 20, 3: 30 });
    } else {
      await second.commit();
      expect(await arena.committed()).toEqual({ 1: 10, 2: 20, 3: 30, 4: 42 });
    }
  });

  test("a reader between two writers (G2, two edges) is safe only at serializable", async () => {
    const [first, second, third] = await arena.players(level);
    expect(await first.read()).toEqual({ 1: 10, 2: 20 });
    await second.run("update test set value = value + 5 where id = 2");
    await second.commit();
    expect(await third.read()).toEqual({ 1: 10, 2: 25 });
    await third.commit();
    if (level === serializable) {
      await expectGivenUp(first.set(1, 0));
      expect(await arena.committed()).toEqual({ 1: 10, 2: 25 });
    } else {
      await first.set(1, 0);
      await first.commit();
      expect(await arena.committed()).toEqual({ 1: 0, 2: 25 });
    }
  });
});

test("transaction() at serializable reaches the outcome of some order, by running one again", async () => {
  const sumInto = (id: number) =>
    arena.database.transaction(
      async (session, attempt) => {
        const { rows } = await session.run((db) => db.execute("select sum(value)::int as sum from test"));
        await session.run((db) => db.execute(`update test set value = ${rows[0]?.sum} where id = ${id}`));
        return attempt;
      },
      { isolation: serializable, attempts: 100 },
    );
  await Promise.all([sumInto(1), sumInto(2)]);
  // First then second, or second then first; both at once would be { 1: 30, 2: 30 }.
  expect([
    { 1: 30, 2: 50 },
    { 1: 40, 2: 30 },
  ]).toContainEqual(await arena.committed());
});
