import pg from "pg";
import { describe, expect, it } from "vitest";
import { fromPg } from "../../../src/adapters.js";
import { DatabaseOperations, SessionClosedError, ValidationError } from "../../../src/index.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { refusalOf } from "../../support/refusals.js";
import { thrownBy } from "../../support/sample-inputs.js";
import { benchFor, type Library, libraryPool } from "./library.js";
import { describeAdapter } from "./suites/adapter.js";

function libraryOn(url: string, options: pg.PoolConfig = {}): Library {
  const pool = libraryPool(url, options);
  return {
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query("begin");
        const result = await work({ executor: fromPg(client), run: (text) => client.query(text) });
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch(() => {});
        throw error;
      } finally {
        client.release(true);
      }
    },
    close: () => pool.end(),
  };
}

const bench = benchFor(libraryOn);
describeAdapter(bench);

describe("fromPg", () => {
  it("does not write on a client without an open transaction, where it would commit by itself", async () => {
    const client = new pg.Client(bench.url());
    await client.connect();
    const [before, after] = [newGame(), newGame()];
    const operations = new DatabaseOperations(fromPg(client));
    expect(await refusalOf(operations.createGame(before))).toBeInstanceOf(SessionClosedError);
    await client.query("begin");
    await client.query("commit");
    expect(await refusalOf(operations.createGame(after))).toBeInstanceOf(SessionClosedError);
    await client.end();
    for (const { gameId } of [before, after]) {
      expect(await new DatabaseOperations(bench.database()).loadGameState(gameId)).toBeNull();
    }
  });

  it("refuses a pool, because each of its queries may run on another connection", () => {
    const pool = new pg.Pool();
    // @ts-expect-error a pool is no client
    expect(thrownBy(() => fromPg(pool))).toBeInstanceOf(ValidationError);
  });

  it("reads rows in its own way, whatever the client's settings are", async () => {
    const types = { getTypeParser: () => (text: string) => `text: ${text}` };
    const library = libraryOn(bench.url(), { types: types as unknown as pg.CustomTypesConfig });
    const game = await stageGame(bench.database());
    const plays = await library.transaction(async ({ executor, run }) => {
      const operations = new DatabaseOperations(executor);
      await operations.savePlay(newPlay(game));
      expect(await run("select 1 as one")).toMatchObject({ rows: [{ one: "text: 1" }] });
      return operations.getPlays(game.gameId);
    });
    await library.close();
    expect(plays).toEqual(await new DatabaseOperations(bench.database()).getPlays(game.gameId));
  });

  it("joins a client that pipelines", async () => {
    const library = libraryOn(bench.url(), { pipeline: true } as pg.PoolConfig);
    const { gameId } = await stageGame(bench.database());
    const versions = await library.transaction(({ executor }) => {
      const operations = new DatabaseOperations(executor);
      const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
      return Promise.all([1, 2, 3].map(() => operations.updateGameState(gameId, state)));
    });
    await library.close();
    expect(versions.map(({ stateVersion }) => stateVersion)).toEqual([1, 2, 3]);
  });

  it("accepts pg's client types", () => {
    const accepts = (client: pg.Client | pg.PoolClient | pg.ClientBase) => fromPg(client);
    expect(accepts).toBeTypeOf("function");
  });
});
