import { expect, it, vi } from "vitest";

// What "pg" is with NODE_PG_FORCE_NATIVE set: its client speaks through libpq, and has none of the parts that we extend.
vi.mock("pg", async (importOriginal) => {
  const original = await importOriginal<typeof import("pg")>();
  class NativeClient {}
  class NativeQuery {}
  const parts = { Client: NativeClient, Query: NativeQuery };
  return { ...original, ...parts, default: { ...original.default, ...parts } };
});

it("our client is pg's in JavaScript, also where NODE_PG_FORCE_NATIVE has the program's be another", async () => {
  const { PgClientBase, PgQuery } = await import("../../../src/connection/pg-internals.js");
  const client = new PgClientBase({ host: "localhost", user: "umpire" });
  expect(client).toHaveProperty("_handleAuthSASL");
  expect(client).toHaveProperty("connection.stream");
  expect(PgQuery.prototype).toHaveProperty("handleDataRow");
  await import("../../../src/index.js");
});
