import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { compile, type Statement, wireQuery, withCodec } from "../../../src/statements/statement.js";

const fields = { id: sql`id` };

/** A statement, and how often its query was built. */
function counted(isPrepared?: boolean) {
  let made = 0;
  const query = () => {
    made += 1;
    return { toSQL: () => ({ sql: "select id from plays where id = $1", params: [1] }) };
  };
  const statement = compile<object, { id: string }>({
    name: "findIt",
    access: "read",
    query: query as never,
    fields,
    ...(isPrepared === undefined ? {} : { isPrepared }),
  });
  return { statement, madeSoFar: () => made };
}

test("a statement's query is built at its first use, and once", () => {
  const { statement, madeSoFar } = counted();
  expect(statement.decode(["7"])).toEqual({ id: "7" });
  expect(madeSoFar()).toBe(0);
  expect([statement.text, statement.text]).toEqual(Array(2).fill("select id from plays where id = $1"));
  expect(statement.encode({})).toEqual([1]);
  expect(madeSoFar()).toBe(1);
});

test("withCodec changes how values are encoded and rows are decoded, and nothing else", () => {
  const { statement, madeSoFar } = counted();
  const found: Statement<{ id: number }, number> = withCodec(statement, {
    encode: ({ id }) => [id],
    decode: (row) => Number(statement.decode(row).id),
  });
  expect(found).toMatchObject({ name: "findIt", access: "read", isPrepared: true });
  expect(found.decode(["7"])).toBe(7);
  expect(madeSoFar()).toBe(0);
  expect(wireQuery(found, { id: 5 })).toEqual({
    ...{ name: "findIt", text: statement.text, values: [5], columns: 1 },
  });
  expect(withCodec(statement, { name: "otherwise" }).name).toBe("otherwise");
});

test("a statement whose plan depends on its values is sent unnamed, and is not kept", () => {
  expect(wireQuery(counted(false).statement, {})).toEqual({
    text: "select id from plays where id = $1",
    values: [1],
    columns: 1,
  });
});
