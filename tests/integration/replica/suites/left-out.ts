import { inspect } from "node:util";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type Database,
  DatabaseClosedError,
  DatabaseOperations,
  type ReaderOptions,
} from "../../../../src/index.js";
import { notePorts } from "../../../support/ports-asked.js";
import { PostgresProxy } from "../../../support/postgres-proxy.js";
import { isStored, queryAlone, write } from "../../../support/raw-sql.js";
import { refusalOf } from "../../../support/refusals.js";
import type { ReplicatedServer } from "../../../support/replicated-server.js";
import { until } from "../../../support/server-activity.js";
import { fakeServer } from "../../../support/silent-server.js";

/** This must be the last suite, because it promotes the replica. */
export function describeLeftOut(at: () => ReplicatedServer): void {
  const anyAge: ReaderOptions = { stale: { within: Number.POSITIVE_INFINITY } };
  const aMinute: ReaderOptions = { stale: { within: 60_000 } };
  const aMoment: ReaderOptions = { stale: { within: 300 } };

  let server: ReplicatedServer;
  let database: Database;
  const opened: Database[] = [];

  beforeAll(() => {
    server = at();
  });

  afterEach(async () => {
    for (const handle of opened.splice(0)) await handle.close();
  });

  /** A database with a working replica. */
  async function openedOnBoth(): Promise<Database> {
    database = await server.open();
    opened.push(database);
    await untilReplicaReads(aMinute);
    return database;
  }

  /** Whether the replica answers a read of a reader with this bound. */
  async function isReadFromReplica(options: ReaderOptions): Promise<boolean> {
    using ports = notePorts();
    await new DatabaseOperations(database.reader(options)).listGames({ limit: 1 });
    const lists = (port: number) => ports.to(port).some((text) => text.includes('from "games"'));
    return lists(server.replica.port) && !lists(server.primary.port);
  }

  const untilReplicaReads = (options: ReaderOptions) =>
    until("a read from the replica", () => isReadFromReplica(options));

  describe("a replica that falls behind", () => {
    test("continues to answer within the bound, is skipped beyond it, and is used again when it has caught up", async () => {
      await openedOnBoth();
      await server.pause();
      const gameId = await write(database);
      const writtenAt = performance.now();
      expect(await isStored(database.reader(aMinute), gameId)).toBe(false);
      expect(await isStored(database.reader(anyAge), gameId)).toBe(false);
      await until("the end of the bound", () => performance.now() - writtenAt > 300);
      expect(await isStored(database.reader(aMoment), gameId)).toBe(true);
      expect(await isReadFromReplica(aMoment)).toBe(false);
      expect(await isReadFromReplica(anyAge)).toBe(true);
      await server.resume();
      await untilReplicaReads(aMoment);
      expect(await isStored(database.reader(aMoment), gameId)).toBe(true);
    });

    test("never gives a reader an answer that is older than its bound", async () => {
      await openedOnBoth();
      const within = 150;
      const reader = database.reader({ stale: { within } });
      const written: { gameId: string; at: number }[] = [];
      for (let turn = 0; turn < 6; turn += 1) {
        if (turn === 1) await server.pause();
        if (turn === 4) await server.resume();
        written.push({ gameId: await write(database), at: performance.now() });
        for (let look = 0; look < 10; look += 1) {
          const asked = performance.now();
          const old = written.filter(({ at }) => at <= asked - within);
          for (const { gameId } of old.slice(-1)) expect(await isStored(reader, gameId)).toBe(true);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      }
    });
  });

  describe("a replica that dies", () => {
    test("is skipped, the primary answers, and it is used again when it is back", async () => {
      await openedOnBoth();
      const gameId = await write(database);
      await server.replica.stop("immediate");
      for (const options of [aMinute, aMoment, anyAge]) {
        expect(await isStored(database.reader(options), gameId)).toBe(true);
      }
      expect(database.replica?.leftOut).toMatch(/connect/i);
      expect(database.replica?.freshAsOf).toBeNull();
      await server.replica.start();
      await untilReplicaReads(aMinute);
      expect(database.replica).toMatchObject({ leftOut: null, freshAsOf: expect.any(Date) });
    });

    test("in the middle of many reads fails none of them", async () => {
      await openedOnBoth();
      const gameId = await write(database);
      await server.caughtUp();
      const operations = new DatabaseOperations(database.reader(aMinute));
      let read = 0;
      const reading = Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let number = 0; number < 100; number += 1) {
            expect(await operations.loadGameState(gameId)).not.toBeNull();
            read += 1;
          }
        }),
      );
      await until("the first reads", () => read >= 80);
      await server.replica.stop("immediate");
      await reading;
      await server.replica.start();
      await untilReplicaReads(aMinute);
    });

    test("that stops answering in the middle of a read does not delay the answer", async () => {
      const proxy = await PostgresProxy.start(server.replica.url());
      database = await server.open({ replica: proxy.url });
      const gameId = await write(database);
      await server.caughtUp();
      await until("a proof", async () => {
        await isStored(database.reader(anyAge), gameId);
        return database.replica?.freshAsOf !== null;
      });
      const trap = proxy.trap("request", "hasReached", () => new Promise(() => {}));
      expect(await isStored(database.reader(anyAge), gameId)).toBe(true);
      expect(trap.link).toBeDefined();
      expect(database.replica?.leftOut).toMatch(/^The connection broke/);
      expect(await isStored(database.reader(anyAge), gameId)).toBe(true);
      proxy.close();
      expect(await database.close()).toEqual([]);
    });

    test("when its schema has changed under what was prepared, answers again on a new connection", async () => {
      await openedOnBoth();
      const gameId = await write(database);
      await server.caughtUp();
      await isStored(database.reader(aMinute), gameId);
      await queryAlone(database, "alter table games alter home_team_name type varchar(99)");
      await server.caughtUp();
      expect(await isStored(database.reader(aMinute), gameId)).toBe(true);
      expect(database.replica?.leftOut).toBeNull();
      await queryAlone(database, "alter table games alter home_team_name type text");
      await server.caughtUp();
      await untilReplicaReads(aMinute);
    });

    test("that does not answer delays neither readers nor a close", async () => {
      await using silent = await fakeServer();
      const url = `postgresql://umpire:correcthorsebattery@127.0.0.1:${silent.port}/league?connect_timeout=1`;
      database = await server.open({ replica: url });
      const gameId = await write(database);
      for (const options of [aMoment, aMinute, anyAge]) {
        expect(await isStored(database.reader(options), gameId)).toBe(true);
      }
      expect(silent.connections).toBeGreaterThan(0);
      expect(database.replica?.leftOut).toMatch(/did not answer within 1000 ms\.$/);
      expect(inspect(database.replica)).not.toContain("correcthorsebattery");
      expect(await database.close()).toEqual([]);
    });
  });

  test("a reader of a closed database gets a DatabaseClosedError", async () => {
    await openedOnBoth();
    const reader = database.reader(aMinute);
    await database.close();
    expect(await refusalOf(new DatabaseOperations(reader).listGames())).toBeInstanceOf(DatabaseClosedError);
  });

  // The last two tests stop the primary and then promote the replica, which the others need.
  test("a replica without its primary answers readers that accept any age, and others only within their bound", async () => {
    await openedOnBoth();
    const gameId = await write(database);
    await server.caughtUp();
    await server.primary.stop("immediate");
    expect(await isStored(database.reader(anyAge), gameId)).toBe(true);
    await until("a refusal", () =>
      isStored(database.reader(aMoment), gameId).then(
        () => false,
        (error) => error.code === "CONNECTION_FAILED",
      ),
    );
    expect(await isStored(database.reader(anyAge), gameId)).toBe(true);
    await server.primary.start();
    await untilReplicaReads(aMoment);
  });

  test("a replica that was promoted is skipped at its first read", async () => {
    await openedOnBoth();
    await server.onReplica("select pg_promote()");
    const gameId = await write(database);
    expect(await isStored(database.reader(anyAge), gameId)).toBe(true);
    expect(database.replica?.leftOut).toBe("its log is no longer at the position that was seen");
  });
}
