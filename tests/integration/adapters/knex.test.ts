import { sql } from "drizzle-orm";
import knexOf, { type Knex } from "knex";
import { describe, expect, it } from "vitest";
import { fromKnex } from "../../../src/adapters.js";
import { DatabaseOperations, SessionClosedError, ValidationError } from "../../../src/index.js";
import { compile } from "../../../src/statements/statement.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { refusalOf } from "../../support/refusals.js";
import { thrownBy } from "../../support/sample-inputs.js";
import { benchFor } from "./library.js";
import { describeAdapter } from "./suites/adapter.js";

let knex: Knex;

const bench = benchFor((url) => {
  knex = knexOf({ client: "pg", connection: url });
  return {
    transaction: (work) =>
      knex.transaction((trx) =>
        work({ executor: fromKnex(trx), run: (text) => trx.raw(text.replaceAll("?", "\\?")).then() }),
      ),
    close: () => knex.destroy(),
  };
});
describeAdapter(bench);

describe("fromKnex", () => {
  it("sends question marks as they are", async () => {
    const fields = { text: sql`text`, has: sql`has`, given: sql`given` };
    const question = compile<{ key: string }, { text: string; has: boolean; given: string }>({
      name: "question",
      access: "read",
      query: () =>
        sql`select '? ?? :a' as text, '{"a?":1}'::jsonb ? ${sql.placeholder("key")} as has, ${sql.placeholder("key")}::text as given`,
      fields,
    });
    const rows = await knex.transaction((trx) => fromKnex(trx).execute(question, { key: "a?" }));
    expect(rows).toEqual([{ text: "? ?? :a", has: true, given: "a?" }]);
  });

  it("returns the server's own words in an error, without the statement that Knex puts before them", async () => {
    const { gameId } = await stageGame(bench.database());
    const outcome = knex.transaction((trx) =>
      new DatabaseOperations(fromKnex(trx)).createGame(newGame({ gameId })),
    );
    const { cause } = await refusalOf(outcome);
    // On a cluster it is the constraint of a shard.
    expect((cause as Error).message).toMatch(
      /^duplicate key value violates unique constraint "games_pkey(_\d+)?"$/,
    );
  });

  it("joins a savepoint: what fails there is undone, and the outer transaction commits", async () => {
    const game = await stageGame(bench.database());
    await knex.transaction(async (trx) => {
      await new DatabaseOperations(fromKnex(trx)).savePlay(newPlay(game));
      const inner = trx.transaction(async (savepoint) => {
        const operations = new DatabaseOperations(fromKnex(savepoint));
        await operations.savePlay(newPlay(game, { playNumber: 2 }));
        await operations.createGame(newGame({ gameId: game.gameId }));
      });
      expect((await refusalOf(inner)).code).toBe("GAME_EXISTS");
    });
    const stored = await new DatabaseOperations(bench.database()).getPlays(game.gameId);
    expect(stored.map(({ playNumber }) => playNumber)).toEqual([1]);
  });

  it("is refused after the transaction has ended", async () => {
    const trx = await knex.transaction();
    const operations = new DatabaseOperations(fromKnex(trx));
    await operations.createGame(newGame());
    await trx.commit();
    expect(await refusalOf(operations.createGame(newGame()))).toBeInstanceOf(SessionClosedError);
  });

  it("refuses Knex itself, because each statement would commit by itself", () => {
    // @ts-expect-error Knex itself is no transaction
    expect(thrownBy(() => fromKnex(knex))).toBeInstanceOf(ValidationError);
  });

  it("accepts Knex's transaction types", () => {
    const accepts = (trx: Knex.Transaction) => fromKnex(trx);
    expect(accepts).toBeTypeOf("function");
  });
});
