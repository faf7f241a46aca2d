import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { values as given, statements } from "../../support/statements.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Citus refuses to lock the games of several shards; there it runs in steps, and never in another library's transaction. */
const runnable = statements.filter(({ name }) => !isOnCitus || name !== "storeLinesOfGames");

it.each(runnable.map((statement) => [statement.name, statement] as const))(
  "%s names each of its columns, and no two the same",
  async (_, statement) => {
    const play = statement.name === "saveKnownFinding" ? 1 : given.play;
    const after = statement.name === "allGameVersions" ? given.gameId : given.after;
    const values = { ...given, status: "active", battingOrder: 1, connectedUsers: {}, play, after };
    // Without foreign keys nothing else needs to be there.
    await client.query("rollback; begin; set local session_replication_role = replica");
    const { fields } = await client.query(statement.text, statement.encode(values));
    const names = fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(statement.columns.length);
    expect(names).toHaveLength(statement.columns.length);
    expect(names).not.toContain("?column?");
  },
);
