import {
  CamelCasePlugin,
  type ControlledTransaction,
  Kysely,
  PostgresDialect,
  sql,
  type Transaction,
} from "kysely";
import { describe, expect, it } from "vitest";
import { fromKysely } from "../../../src/adapters.js";
import { DatabaseOperations, SessionClosedError, ValidationError } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { refusalOf } from "../../support/refusals.js";
import { thrownBy } from "../../support/sample-inputs.js";
import { benchFor, libraryPool } from "./library.js";
import { describeAdapter } from "./suites/adapter.js";

interface Tables {
  notes: { id: string; text: string };
}

let db: Kysely<Tables>;

const bench = benchFor((url) => {
  const pool = libraryPool(url);
  db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  return {
    transaction: (work) =>
      db.transaction().execute((transaction) =>
        work({
          executor: fromKysely(transaction),
          run: (text) => sql.raw(text).execute(transaction),
        }),
      ),
    close: () => db.destroy(),
  };
});
describeAdapter(bench);

describe("fromKysely", () => {
  it("keeps plugins out: one that renames columns would rename the keys of JSON", async () => {
    const metadata = { snake_key: { inner_key: 1 } };
    const created = await db
      .withPlugin(new CamelCasePlugin())
      .transaction()
      .execute(async (transaction) => {
        const game = await new DatabaseOperations(fromKysely(transaction)).createGame(newGame({ metadata }));
        await transaction.insertInto("notes").values({ id: game.id, text: "theirs" }).execute();
        return game;
      });
    expect(created.metadata).toEqual(metadata);
    const loaded = await new DatabaseOperations(bench.database()).loadGameState(created.id);
    expect(loaded?.game).toEqual(created);
  });

  it("joins a controlled transaction, until it ends", async () => {
    for (const end of ["commit", "rollback"] as const) {
      const transaction = await db.startTransaction().execute();
      const operations = new DatabaseOperations(fromKysely(transaction));
      const { id } = await operations.createGame(newGame());
      await transaction[end]().execute();
      expect(await refusalOf(operations.createGame(newGame()))).toBeInstanceOf(SessionClosedError);
      const stored = await new DatabaseOperations(bench.database()).loadGameState(id);
      expect(stored !== null).toBe(end === "commit");
    }
  });

  it("refuses a database, because each statement would commit by itself", () => {
    // @ts-expect-error a database is no transaction
    expect(thrownBy(() => fromKysely(db))).toBeInstanceOf(ValidationError);
  });

  it("accepts Kysely's transaction types", () => {
    const accepts = (transaction: Transaction<Tables> | ControlledTransaction<Tables, ["one"]>) =>
      fromKysely(transaction);
    expect(accepts).toBeTypeOf("function");
  });
});
