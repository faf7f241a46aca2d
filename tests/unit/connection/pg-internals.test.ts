import { expect, it, vi } from "vitest";

// "pg" as it is with NODE_PG_FORCE_NATIVE: its client uses libpq, and lacks the parts that Dugout extends.
vi.mock("pg", async (importOriginal) => {
  const original = await importOriginal<typeof import("pg")>();
  class NativeClient {}
  class NativeQuery {}
  const parts = { Client: NativeClient, Query: NativeQuery };
  return { ...original, ...parts, default: { ...original.default, ...parts } };
});

it("Dugout uses pg's JavaScript client, even if NODE_PG_FORCE_NATIVE selects another for the program", async () => {
  const { PgClientBase, PgQuery } = await import("../../../src/connection/pg-internals.js");
  const client = new PgClientBase({ host: "localhost", user: "umpire" });
  expect(client).toHaveProperty("_handleAuthSASL");
  expect(client).toHaveProperty("connection.stream");
  expect(PgQuery.prototype).toHaveProperty("handleDataRow");
  await import("../../../src/index.js");
});
