import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigurationError, Database, DatabaseOperations } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { CitusServer } from "../../support/citus-server.js";
import { stageGame } from "../../support/game-fixtures.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let server: CitusServer;
let database: Database;

beforeAll(async () => {
  server = await CitusServer.create();
  const url = await server.createDatabase();
  database = await Database.open(url, { replica: url });
  await migrate(database, { distributed: "citus" });
});
afterAll(async () => {
  await database?.close();
  await server?.dispose();
});

test("a bound on the age of a replica's answers is refused on a distributed database, which cannot prove it", async () => {
  const { gameId } = await stageGame(database);
  const reader = new DatabaseOperations(database.reader({ stale: { within: 60_000 } }));
  const refusal = await rejectionOf(reader.getPlays(gameId));
  expect(refusal).toBeInstanceOf(ConfigurationError);
  expect(refusal).toMatchObject({ message: expect.stringContaining("each worker has another log") });
});

test("answers of any age are read there", async () => {
  const { gameId } = await stageGame(database);
  const reader = new DatabaseOperations(database.reader({ stale: { within: Number.POSITIVE_INFINITY } }));
  expect(await reader.getPlays(gameId)).toEqual([]);
});
