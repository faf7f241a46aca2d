import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Database,
  DatabaseClosedError,
  DatabaseOperations,
  newGameId,
  SchemaMissingError,
  SessionClosedError,
} from "../../../src/index.js";
import { everyOperation } from "../../support/every-operation.js";
import { people, type StagedGame } from "../../support/game-fixtures.js";
import { isFromDatabase, refusalOf } from "../../support/refusals.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const ids = Object.fromEntries(people.map((field, index) => [field, index + 1]));
const game = { gameId: newGameId(), ...ids } as unknown as StagedGame;
let empty: TestDatabase;
let database: Database;

beforeAll(async () => {
  empty = await createTestDatabase({ empty: true });
  database = await empty.open();
});

afterAll(async () => {
  await database.close();
  await empty.drop();
});

describe.each(Object.entries(everyOperation))("%s", (_name, call) => {
  it("is a SchemaMissingError on a database without Dugout's tables, by itself and in a session", async () => {
    const alone = await refusalOf(call(new DatabaseOperations(database), game, newGameId()));
    const grouped = await refusalOf(
      database.transaction((session) => call(new DatabaseOperations(session), game, newGameId())),
    );
    for (const refusal of [alone, grouped]) {
      expect(refusal).toBeInstanceOf(SchemaMissingError);
      expect(isFromDatabase(refusal)).toBe(true);
    }
  });

  it("is a SessionClosedError on a session that has ended", async () => {
    await using session = await database.session();
    await session.rollback();
    const refusal = await refusalOf(call(new DatabaseOperations(session), game, newGameId()));
    expect(refusal).toBeInstanceOf(SessionClosedError);
  });

  it("is a DatabaseClosedError on a database that was closed", async () => {
    const closed = await empty.open();
    await closed.close();
    const refusal = await refusalOf(call(new DatabaseOperations(closed), game, newGameId()));
    expect(refusal).toBeInstanceOf(DatabaseClosedError);
  });
});
