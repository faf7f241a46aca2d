import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ConfigurationError,
  type Database,
  DatabaseClosedError,
  DatabaseOperations,
  IdentifierOutOfRangeError,
  SessionClosedError,
  StatementCancelledError,
  StatementRefusedError,
  TransactionAbortedError,
  UnsettledOperationsError,
} from "../../../../src/index.js";
import { migrate } from "../../../../src/migrations.js";
import { type IsolatedDatabase, isolate } from "../../../../src/testing.js";
import type { At } from "../../../support/places.js";
import { fail, isStored, oneValue, query, write } from "../../../support/raw-sql.js";
import { refusalOf } from "../../../support/refusals.js";

/** Calls in an isolated test have the same results as outside of one. */
export function describeIsolatedAnswers(at: At): void {
  describe("in an isolated test, as in reality,", () => {
    let isolated: IsolatedDatabase;
    let database: Database;

    beforeEach(async () => {
      isolated = await isolate(at().database);
      database = isolated.database;
    });
    afterEach(async () => {
      await isolated.rollback();
      expect(at().database.figures).toMatchObject({ waiting: 0, idle: at().database.figures.open });
    });

    it("the commit of a session in which something failed is refused with that failure as cause", async () => {
      const session = await database.session();
      const gameId = await write(session);
      const first = await refusalOf(fail(session));
      const refusal = await refusalOf(session.commit());
      expect(refusal).toBeInstanceOf(TransactionAbortedError);
      expect(refusal.cause).toBe(first);
      expect(session.state).toBe("rolledBack");
      expect(await isStored(database, gameId)).toBe(false);
    });

    it("a callback that swallowed a failure gets a TransactionAbortedError, and nothing is kept", async () => {
      let gameId = "";
      const work = database.transaction(async (session) => {
        gameId = await write(session);
        await refusalOf(fail(session));
      });
      expect(await refusalOf(work)).toBeInstanceOf(TransactionAbortedError);
      expect(await isStored(database, gameId)).toBe(false);
    });

    it("an answer that cannot be read fails its own call, and nothing after it", async () => {
      const gameId = await write(database);
      const teamId = await database.transaction(async (session) => {
        const team = await oneValue(session, `select away_team_id from games where id = '${gameId}'`);
        await query(
          session,
          `insert into lineups (game_id, team_id, player_id, position) values ('${gameId}', ${team}, ${2n ** 60n}, 'PH')`,
        );
        return Number(team);
      });
      const reading = new DatabaseOperations(database).getActiveLineup(gameId, teamId);
      expect(await refusalOf(reading)).toBeInstanceOf(IdentifierOutOfRangeError);
      expect(await isStored(database, await write(database))).toBe(true);
    });

    it("a forgotten await is found", async () => {
      const work = database.transaction(async (session) => {
        void write(session);
      });
      expect(await refusalOf(work)).toBeInstanceOf(UnsettledOperationsError);
    });

    it("a session that has ended refuses calls", async () => {
      const session = await database.session();
      await session.commit();
      expect(await refusalOf(write(session))).toBeInstanceOf(SessionClosedError);
      expect(await refusalOf(session.commit())).toBeInstanceOf(SessionClosedError);
    });

    it("a COMMIT of the caller's own is refused", async () => {
      await using session = await database.session();
      expect(await refusalOf(query(session, "commit"))).toBeInstanceOf(StatementRefusedError);
    });

    it("states are the same", async () => {
      const session = await database.session();
      const states: string[] = [session.state];
      await write(session);
      states.push(session.state);
      await refusalOf(session.savepoint((scope) => fail(scope)));
      states.push(session.state);
      await refusalOf(fail(session));
      states.push(session.state);
      await session.close();
      expect([...states, session.state]).toEqual(["open", "active", "active", "failed", "rolledBack"]);
    });

    it("an abort ends a transaction after the running statement, and affects nothing else", async () => {
      const controller = new AbortController();
      const work = database.transaction(
        async (session) => {
          const sleeping = query(session, "select pg_sleep(0.05)");
          controller.abort();
          await sleeping;
          await write(session);
        },
        { signal: controller.signal },
      );
      expect(await refusalOf(work)).toBeInstanceOf(StatementCancelledError);
      await write(database);
    });

    it("an abort before a session's turn passes the turn to the next", async () => {
      const holder = await database.session();
      const controller = new AbortController();
      const refusing = refusalOf(database.session({ signal: controller.signal }));
      const next = write(database);
      controller.abort();
      expect(await refusing).toBeInstanceOf(StatementCancelledError);
      await holder.close();
      await next;
    });

    it("code that closes its database works, and the test's own rollback still succeeds", async () => {
      await write(database);
      expect(await database.close()).toEqual([]);
      expect(await refusalOf(write(database))).toBeInstanceOf(DatabaseClosedError);
    });

    it("the handle cannot be used after the rollback, which may be called twice", async () => {
      await Promise.all([isolated.rollback(), isolated.rollback()]);
      await isolated.rollback();
      expect(await refusalOf(write(database))).toBeInstanceOf(DatabaseClosedError);
      expect(await refusalOf(database.session())).toBeInstanceOf(DatabaseClosedError);
    });

    it("leaving `await using` is a rollback", async () => {
      await isolated.rollback();
      let gameId = "";
      {
        await using other = await isolate(at().database);
        gameId = await write(other.database);
      }
      expect(await isStored(at().database, gameId)).toBe(false);
    });

    it("migrations are refused: they belong before the test", async () => {
      expect(await refusalOf(migrate(database))).toBeInstanceOf(ConfigurationError);
    });

    it("the handle has the target of its database, and one connection", async () => {
      expect(database.target).toBe(at().database.target);
      expect(database.figures).toEqual({ open: 1, idle: 1, waiting: 0, limit: 1 });
      await using session = await database.session();
      const waiting = database.session();
      await oneValue(session, "select 1");
      expect(database.figures).toEqual({ open: 1, idle: 0, waiting: 1, limit: 1 });
      await session.close();
      await (await waiting).close();
    });
  });

  it("the rollback ends what is still open or running", async () => {
    const isolated = await isolate(at().database);
    const { database } = isolated;
    const session = await database.session();
    await write(session);
    const running = query(session, "select pg_sleep(0.05)").catch(() => {});
    const waiting = refusalOf(write(database));
    await isolated.rollback();
    await running;
    expect(await waiting).toBeInstanceOf(DatabaseClosedError);
    expect(session.state).toBe("rolledBack");
    await session.close();
    expect(at().database.figures).toMatchObject({ waiting: 0, idle: at().database.figures.open });
    await write(at().database);
  });
}
