import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type Database,
  DatabaseOperations,
  newGameId,
  ReadOnlyError,
  type ReadOperations,
  recoverGame,
  sharedDatabase,
  verifyGame,
} from "../../../../src/index.js";
import { everyOperation, operationNames } from "../../../support/every-operation.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../../../support/game-fixtures.js";
import { notePorts } from "../../../support/ports-asked.js";
import { refusalOf } from "../../../support/refusals.js";
import type { ReplicatedServer } from "../../../support/replicated-server.js";
import { until } from "../../../support/server-activity.js";

export function describeReader(at: () => ReplicatedServer): void {
  let server: ReplicatedServer;
  let database: Database;
  let sba: StagedGame;
  let pd: string;

  beforeAll(async () => {
    server = at();
    database = await server.open();
    const operations = new DatabaseOperations(database);
    sba = await stageGame(database);
    for (const playNumber of [1, 2, 3]) await operations.savePlay(newPlay(sba, { playNumber }));
    await operations.createGameSession({ gameId: sba.gameId });
    pd = (await operations.createGame(newGame({ leagueId: "pd" }))).id;
    await server.caughtUp();
  });

  afterAll(async () => {
    await database?.close();
  });

  /** Written out with the type's own names, so that a list that differs from the type does not compile. */
  const reads = Object.keys({
    ...{ loadGameState: 1, listGames: 1, getPlays: 1, getPlaysWithPlayers: 1, getActiveLineup: 1 },
    ...{ getLineupAt: 1, getPdRoster: 1, getSbaRoster: 1, getGameSession: 1 },
  } satisfies Record<keyof ReadOperations, 1>);

  const calls = Object.entries(everyOperation);
  const isSent = (statements: readonly string[]) =>
    statements.filter((text) => !/pg_is_in_recovery/.test(text));

  describe("on a reader", () => {
    test.each(calls.filter(([name]) => reads.includes(name)))(
      "%s is answered by the replica, as the primary would",
      async (_, call) => {
        const there = await call(new DatabaseOperations(database), sba, pd);
        const operations = new DatabaseOperations(database.reader({ stale: true }));
        await call(operations, sba, pd);
        using ports = notePorts();
        expect(await call(operations, sba, pd)).toEqual(there);
        expect(isSent(ports.to(server.replica.port))).toHaveLength(1);
        expect(isSent(ports.to(server.primary.port)).filter((text) => !/pg_current_wal/.test(text))).toEqual(
          [],
        );
      },
    );

    test.each(calls.filter(([name]) => !reads.includes(name)))(
      "%s is a ReadOnlyError, and nothing is sent to any server",
      async (name, call) => {
        using ports = notePorts();
        const operations = new DatabaseOperations(database.reader({ stale: { within: 60_000 } }));
        const refusal = await refusalOf(call(operations, sba, pd));
        expect(refusal).toBeInstanceOf(ReadOnlyError);
        expect(refusal.details).toEqual({ operation: name });
        expect([...ports.to(server.replica.port), ...ports.to(server.primary.port)]).toEqual([]);
      },
    );

    test("every operation is either a read or refused", () => {
      expect(reads.filter((name) => !operationNames.includes(name))).toEqual([]);
      expect(calls).toHaveLength(operationNames.length);
    });

    test("a game is recovered and verified from the replica", async () => {
      const reader = database.reader({ stale: true });
      await verifyGame(reader, sba.gameId);
      using ports = notePorts();
      expect(await recoverGame(reader, sba.gameId)).toEqual(await recoverGame(database, sba.gameId));
      expect(isSent(ports.to(server.replica.port))).toHaveLength(1);
    });

    test("many reads at once are all answered", async () => {
      const operations = new DatabaseOperations(database.reader({ stale: { within: 5_000 } }));
      const found = await Promise.all(Array.from({ length: 100 }, () => operations.getPlays(sba.gameId)));
      expect(found.map((plays) => plays.length)).toEqual(Array.from({ length: 100 }, () => 3));
    });
  });

  test("operations on the database itself never go to the replica", async () => {
    await using own = await server.open();
    using ports = notePorts();
    const game = await stageGame(own);
    for (const call of Object.values(everyOperation)) {
      await call(new DatabaseOperations(own), game, newGameId()).catch(() => {});
    }
    expect(ports.to(server.primary.port).length).toBeGreaterThan(calls.length);
    expect(ports.to(server.replica.port)).toEqual([]);
    expect(own.replica).toMatchObject({ leftOut: null, freshAsOf: null });
  });

  test("through a pooler, the freshness check and the read are one transaction on the replica", async () => {
    await using own = await server.open({ replica: `${server.replica.url()}?prepare=false` });
    const operations = new DatabaseOperations(own.reader({ stale: { within: 60_000 } }));
    using ports = notePorts();
    await until("a read from the replica", async () => {
      await operations.getPlays(sba.gameId);
      return ports.to(server.replica.port).includes("commit");
    });
    ports.forget();
    expect(await operations.getPlays(sba.gameId)).toHaveLength(3);
    expect(ports.to(server.replica.port)).toEqual([
      expect.stringMatching(/^begin isolation level read committed; select set_config/),
      expect.stringMatching(/^select pg_is_in_recovery/),
      expect.stringMatching(/^select .* from "plays"/s),
      "commit",
    ]);
  });

  test("the shared database has the replica of DATABASE_REPLICA_URL", async () => {
    vi.stubEnv("DATABASE_URL", server.primary.url());
    vi.stubEnv("DATABASE_REPLICA_URL", server.replica.url());
    try {
      await using shared = await sharedDatabase();
      const { port } = server.replica;
      expect(shared.replica?.target).toBe(`postgresql://postgres@127.0.0.1:${port}/postgres`);
    } finally {
      vi.unstubAllEnvs();
    }
  });
}
