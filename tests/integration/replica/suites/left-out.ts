import { inspect } from "node:util";
import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import {
  ConfigurationError,
  Database,
  DatabaseClosedError,
  DatabaseOperations,
  type ReaderOptions,
} from "../../../../src/index.js";
import { notePorts } from "../../../support/ports-asked.js";
import { isStored, write } from "../../../support/raw-sql.js";
import { refusalOf } from "../../../support/refusals.js";
import type { ReplicatedServer } from "../../../support/replicated-server.js";
import { until } from "../../../support/server-activity.js";
import { fakeServer } from "../../../support/silent-server.js";

/** It ends with what no other suite can come after: the replica is promoted. */
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

  /** A database whose replica is known to be well. */
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
    test("goes on answering within the bound, is left out beyond it, and comes back when it has caught up", async () => {
      await openedOnBoth();
      await server.pause();
      const gameId = await write(database);
      expect(await isStored(database.reader(aMinute), gameId)).toBe(false);
      expect(await isStored(database.reader(anyAge), gameId)).toBe(false);
      await until("the primary's answer", () => isStored(database.reader(aMoment), gameId));
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
    test("is left out, the primary answers, and it is used again when it is back", async () => {
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
      const operations = new DatabaseOperations(database.reader(aMinute));
      const reading = Array.from({ length: 8 }, async () => {
        for (let number = 0; number < 100; number += 1) {
          expect(await operations.loadGameState(gameId)).not.toBeNull();
        }
      });
      await server.caughtUp();
      await server.replica.stop("immediate");
      await Promise.all(reading);
      await server.replica.start();
      await untilReplicaReads(aMinute);
    });

    test("while nobody answers for it either, does not hold readers or a close up", async () => {
      await using silent = await fakeServer();
      const url = `postgresql://umpire:correcthorsebattery@127.0.0.1:${silent.port}/league`;
      database = await server.open({ replica: url, connectTimeout: 300 });
      const gameId = await write(database);
      for (const options of [aMoment, aMinute, anyAge]) {
        expect(await isStored(database.reader(options), gameId)).toBe(true);
      }
      expect(silent.connections).toBeGreaterThan(0);
      expect(database.replica?.leftOut).toMatch(/did not answer within 300 ms\.$/);
      expect(inspect(database.replica)).not.toContain("correcthorsebattery");
      expect(await database.close()).toEqual([]);
    });
  });

  describe("a URL that names no replica", () => {
    test("but the primary itself, is left out", async () => {
      database = await server.open({ replica: server.primary.url() });
      opened.push(database);
      expect(await isStored(database.reader(anyAge), await write(database))).toBe(true);
      expect(database.replica?.leftOut).toBe("it is no replica: it takes writes");
    });

    test("but another server's, is left out", async () => {
      database = await Database.open(inject("serverUrl"), { replica: server.replica.url() });
      opened.push(database);
      await refusalOf(new DatabaseOperations(database.reader(anyAge)).listGames());
      expect(database.replica?.leftOut).toMatch(/not known to be a replica of this database's server/);
    });

    test("because it is empty, is none at all", async () => {
      database = await server.open({ replica: "" });
      opened.push(database);
      expect(database.replica).toBeUndefined();
      expect(await isStored(database.reader({ stale: true }), await write(database))).toBe(true);
    });

    test.each([
      "postgresql://umpire:correcthorsebattery@db:x/league",
      "mysql://umpire:correcthorsebattery@db/league",
    ])("because it is malformed, is refused without showing its password: %s", async (replica) => {
      const refusal = await refusalOf(server.open({ replica }));
      expect(refusal).toBeInstanceOf(ConfigurationError);
      expect(refusal.message).toMatch(/^The replica's URL cannot be used\. /);
      expect(inspect(refusal, { depth: 9 })).not.toContain("correcthorsebattery");
    });

    test("and a replica of an embedded database, are refused", async () => {
      expect(await refusalOf(server.open({ replica: "pglite:memory" }))).toBeInstanceOf(ConfigurationError);
      const embedded = Database.open("pglite:memory", { replica: server.replica.url() });
      expect(await refusalOf(embedded)).toBeInstanceOf(ConfigurationError);
    });
  });

  test("a reader of a database that was closed is told so", async () => {
    await openedOnBoth();
    const reader = database.reader(aMinute);
    await database.close();
    expect(await refusalOf(new DatabaseOperations(reader).listGames())).toBeInstanceOf(DatabaseClosedError);
  });

  // The last two end what the others need: first the primary, then the replica's being one.
  test("a replica whose primary has died answers readers who take any age, and no others past their bound", async () => {
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

  test("a replica that was promoted is left out at its first read", async () => {
    await openedOnBoth();
    await server.onReplica("select pg_promote()");
    const gameId = await write(database);
    expect(await isStored(database.reader(anyAge), gameId)).toBe(true);
    expect(database.replica?.leftOut).toBe("it is no longer where it was seen to be");
  });
}
