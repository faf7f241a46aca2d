import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ConnectionFailedError, Database } from "../../src/index.js";
import { PostgresServer } from "../support/postgres-server.js";
import { queryAlone } from "../support/raw-sql.js";
import { rejectionOf } from "../support/sample-inputs.js";

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.create(["max_connections=6", "superuser_reserved_connections=0"]);
});
afterAll(async () => {
  await server?.dispose();
});

const sessions = (database: Database, count: number) =>
  Promise.all(Array.from({ length: count }, () => database.session()));

test("callers wait for a full server until a connection becomes free, and the error names the server if none does", async () => {
  const holder = await Database.open(server.url(), { poolSize: 6, minPoolSize: 0, idleTimeout: 0 });
  const held = await sessions(holder, 6);
  const refusal = await rejectionOf(Database.open(server.url(), { connectTimeout: 400 }));
  expect(refusal).toBeInstanceOf(ConnectionFailedError);
  expect((refusal as Error).message).toMatch(/no connection left/);

  const opening = Database.open(server.url(), { connectTimeout: 120_000, poolSize: 1 });
  for (const session of held) await session.rollback();
  await holder.close();
  await using database = await opening;
  expect(await queryAlone(database, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("callers wait for a server that is starting: calls made in the meantime succeed", async () => {
  await using database = await Database.open(server.url(), { connectTimeout: 120_000, minPoolSize: 0 });
  await server.stop("immediate");
  await vi.waitUntil(() => database.figures.open === 0, { timeout: 120_000 });
  const starting = server.start();
  const opening = vi.waitUntil(
    () =>
      queryAlone(database, "select 1 as one").catch(
        (error: unknown) => !isNothingThere(error) && Promise.reject(error),
      ),
    { timeout: 120_000 },
  );
  await starting;
  expect(await opening).toEqual([{ one: 1 }]);
});

/** Before the server listens, a call fails at once: there is no server that could be waited for. */
const isNothingThere = (error: unknown) => /nothing listens there/.test((error as Error).message);
