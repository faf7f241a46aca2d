import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Database, IsolationLevel, Session } from "../../../src/index.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";
import { untilBlocked } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

/** The contents of a table with two columns: values by id. */
export type Contents = Readonly<Record<number, number>>;

export const readCommitted = "read committed" satisfies IsolationLevel;
export const repeatableRead = "repeatable read" satisfies IsolationLevel;
export const serializable = "serializable" satisfies IsolationLevel;
export const levels = [readCommitted, repeatableRead, serializable] as const;

/** One transaction of an anomaly, on a session of Dugout. */
export class Player {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Runs a statement, and returns its rows by id. */
  async run(text: string): Promise<Contents> {
    const rows = await query(this.#session, text);
    return Object.fromEntries(rows.map(({ id, value }) => [id, value]));
  }

  read(condition = "true"): Promise<Contents> {
    return this.run(`select id, value from test where ${condition}`);
  }

  async set(id: number, value: number): Promise<void> {
    await this.run(`update test set value = ${value} where id = ${id}`);
  }

  commit(): Promise<void> {
    return this.#session.commit();
  }

  rollback(): Promise<void> {
    return this.#session.rollback();
  }
}

/** The table `test` with (1, 10) and (2, 20), as in Hermitage, on which the anomalies are tried. */
export class Arena {
  #testDatabase: TestDatabase | undefined;
  #database: Database | undefined;
  #sessions: Session[] = [];

  constructor() {
    beforeAll(async () => {
      this.#testDatabase = await createTestDatabase({ empty: true });
      this.#database = await this.#testDatabase.open();
      await queryAlone(this.database, "create table test (id int primary key, value int)");
    });
    beforeEach(async () => {
      await queryAlone(this.database, "delete from test");
      await queryAlone(this.database, "insert into test (id, value) values (1, 10), (2, 20)");
    });
    afterEach(async () => {
      await Promise.all(this.#sessions.splice(0).map((session) => session.close()));
    });
    afterAll(async () => {
      await this.#database?.close();
      await this.#testDatabase?.drop();
    });
  }

  get database(): Database {
    if (this.#database === undefined) throw new Error("the arena opens before the tests, not in describe()");
    return this.#database;
  }

  /** Opens transactions at an isolation level. */
  async players(isolation: IsolationLevel): Promise<[Player, Player, Player]> {
    const open = async () => {
      const session = await this.database.session({ isolation });
      this.#sessions.push(session);
      return new Player(session);
    };
    return [await open(), await open(), await open()];
  }

  /** Waits until the statement that was last sent waits for a lock. */
  blocked(): Promise<void> {
    return untilBlocked(this.database);
  }

  /** What is committed. */
  async committed(): Promise<Contents> {
    const rows = await queryAlone(this.database, "select id, value from test order by id");
    return Object.fromEntries(rows.map(({ id, value }) => [id, value]));
  }
}

/** Expects that PostgreSQL aborted a transaction: "could not serialize access". */
export async function expectGivenUp(work: Promise<unknown>): Promise<void> {
  expect((await refusalOf(work)).code).toBe("SERIALIZATION_FAILURE");
}
