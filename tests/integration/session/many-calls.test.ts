import { expect, test } from "vitest";
import { TransactionAbortedError } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { query } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();
const calls = 3_500;

test("thousands of calls of one turn are run in call order", async () => {
  await at().database.transaction(async (session) => {
    await query(session, "create temp sequence turn");
    const answers = await Promise.all(
      Array.from({ length: calls }, () => query(session, "select nextval('turn')::int as turn")),
    );
    expect(answers.map(([row]) => row?.turn)).toEqual(Array.from({ length: calls }, (_, index) => index + 1));
  });
});

test("of thousands of calls of one turn, all after one that fails are refused, and nothing is stored", async () => {
  const { database } = at();
  const failsAt = 1_700;
  const outcomes: PromiseSettledResult<unknown>[] = [];
  await refusalOf(
    database.transaction(async (session) => {
      const all = Array.from({ length: calls }, (_, index) =>
        query(session, index === failsAt ? "select 1 / 0" : `select ${index}`),
      );
      outcomes.push(...(await Promise.allSettled(all)));
    }),
  );
  expect(outcomes.findIndex(({ status }) => status === "rejected")).toBe(failsAt);
  for (const outcome of outcomes.slice(failsAt + 1)) {
    expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(TransactionAbortedError);
  }
});
