import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Database } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import type { Statement } from "../../../src/statements/statement.js";
import { boxEvents } from "../../../src/stats/box-score/box-score-events.js";
import {
  battingLinesOfGame,
  fieldingLinesOfGame,
  pitchingLinesOfGame,
} from "../../../src/stats/box-score/box-score-lines.js";
import { CitusServer, describeOnCitus } from "../../support/citus-server.js";
import { gameTables, stepsOf, storeInParts } from "../../support/parts-by-game.js";
import { sampleGameId } from "../../support/sample-inputs.js";
import { sentWhenDistributed, statements, valuesOf } from "../../support/statements.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

/** Statements that search games read all partitions, because a game may be in any of them. */
const isList = (name: string) =>
  /^listGames|^(?:recoverActiveGames|allGameVersions|gamesOfStatus|recentGames)$/.test(name);
/** Statements with a list of games touch the partitions of these games. */
const isOfSeveral = (name: string) =>
  /^(?:storedGames|storeLinesOfGames|recoverGames|feedChanges|feedVersions|countGames)$/.test(name);
/** Statements that only send notifications, and read no table. */
const isOfNone = (name: string) => name === "notifyFollowers";
/** Everything else knows its game. */
const ofOneGame = statements
  .filter(({ name }) => !isList(name) && !isOfSeveral(name) && !isOfNone(name))
  .map((statement) => [statement.name, statement] as const);
const ofSeveral = statements
  .filter(({ name }) => isOfSeveral(name))
  .map((statement) => [statement.name, statement] as const);

type AnyStatement = Statement<unknown, unknown>;

describe("stored in parts by game, on plain PostgreSQL", () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    await storeInParts(client);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  /** The numbers of the partitions that the plan of a statement touches. */
  async function partsOf(statement: AnyStatement): Promise<string[]> {
    const parts = (await stepsOf(client, statement.text, statement.encode(valuesOf(statement.name))))
      .map(({ relation }) => /_part_(\d+)$/.exec(relation)?.[1])
      .filter((part) => part !== undefined);
    return [...new Set(parts)].sort();
  }

  /** A statement that only inserts, into the partition of its row's game, scans nothing. */
  const isInsert = (name: string) => name === "createGame";

  test.each(ofOneGame)("%s touches one partition, the same one of every table", async (name, statement) => {
    expect(await partsOf(statement)).toHaveLength(isInsert(name) ? 0 : 1);
  });

  test.each(ofSeveral)("%s is given no single game, but a list of games", (name, statement) => {
    const encoded = statement.encode(valuesOf(name));
    expect(encoded).not.toContain(sampleGameId);
    expect(JSON.stringify(encoded)).toContain(sampleGameId);
  });

  test("announcing changed games touches no part", async () => {
    const announcing = statements.filter(({ name }) => isOfNone(name));
    expect(await Promise.all(announcing.map(partsOf))).toEqual([[]]);
  });

  test("a statement without the game's id touches all partitions", async () => {
    const unbound = "select from lineups join plays on plays.batter_id = lineups.id where lineups.id = $1";
    expect(
      await partsOf({ ...statements[0], text: unbound, encode: () => [7] } as AnyStatement),
    ).toHaveLength(4);
  });

  test("every table with the game's id is partitioned", async () => {
    const { rows } = await client.query(
      `select distinct table_name from information_schema.columns
       join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and table_type = 'BASE TABLE'
         and (column_name = 'game_id' or table_name = 'games') order by 1`,
    );
    expect(rows.map(({ table_name }) => table_name)).toEqual(Object.keys(gameTables).sort());
  });
});

describeOnCitus("distributed by game, on Citus", () => {
  let server: CitusServer;
  let client: pg.Client;

  beforeAll(async () => {
    server = await CitusServer.create();
    const url = await server.createDatabase();
    await using database = await Database.open(url);
    await migrate(database, { distributed: "citus" });
    client = new pg.Client(url);
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await server?.dispose();
  });

  const lines = [battingLinesOfGame, pitchingLinesOfGame, fieldingLinesOfGame, boxEvents].map(
    (statement) => [statement.name, statement as AnyStatement] as const,
  );

  test.each([...ofOneGame, ...lines])(
    "%s, or each of its steps, is one task, on one shard",
    async (_, whole) => {
      for (const { name, text, encoded } of await sentWhenDistributed(whole)) {
        const { rows } = await client.query({ text: `explain ${text}`, values: encoded, rowMode: "array" });
        const plan = rows.join("\n");
        expect(plan.match(/Task Count: \d+/g), name).toEqual(["Task Count: 1"]);
        expect(plan, name).not.toMatch(/Distributed Subplan|INSERT\/SELECT method: (?:pull|repartition)/);
      }
    },
  );
});
