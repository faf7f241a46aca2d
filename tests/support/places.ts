import { afterAll, beforeAll, describe } from "vitest";
import { Database, DatabaseOperations } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "./test-database.js";

/** A database to run the operations on, and where to look whether they were committed. */
interface Place {
  readonly name: string;
  readonly database: Database;
  /** Shares no connection with `database` on a server; an embedded database has only one. */
  readonly elsewhere: Database;
}

/** Gives the place once it is open: suites are described before that. */
export type At = () => Place;

/** A way to perform operations: each by itself, or in the caller's transaction. */
interface Mode {
  readonly name: string;
  perform<Result>(database: Database, work: Work<Result>): Promise<Result>;
}

type Work<Result> = (operations: DatabaseOperations) => Promise<Result>;

const modes: readonly Mode[] = [
  {
    name: "each operation by itself",
    perform: (database, work) => work(new DatabaseOperations(database)),
  },
  {
    name: "in a transaction",
    perform: (database, work) => database.transaction((session) => work(new DatabaseOperations(session))),
  },
  {
    name: "in a session that the caller commits",
    async perform(database, work) {
      await using session = await database.session();
      const result = await work(new DatabaseOperations(session));
      await session.commit();
      return result;
    },
  },
];

/** What the tests of one mode need. */
export interface Bench {
  readonly mode: Mode;
  readonly at: At;
  /** Performs operations in this mode; when it returns, they are committed. */
  perform<Result>(work: Work<Result>): Promise<Result>;
  /** Operations on another connection, which sees only what is committed. */
  elsewhere(): DatabaseOperations;
}

/** Describes the same tests once for each mode. */
export function inEveryMode(area: string, at: At, tests: (bench: Bench) => void): void {
  for (const mode of modes) {
    describe(`${area}, ${mode.name}`, () => {
      tests({
        mode,
        at,
        perform: (work) => mode.perform(at().database, work),
        elsewhere: () => new DatabaseOperations(at().elsewhere),
      });
    });
  }
}

/** A database on the suite's server, with a second pool to look from; closed and dropped after the file's tests. */
export function onServer(): At {
  let place: Place | undefined;
  let end: () => Promise<void>;
  beforeAll(async () => {
    const testDatabase = await createTestDatabase();
    const [database, elsewhere] = await Promise.all([testDatabase.open(), testDatabase.open()]);
    place = { name: isOnCitus ? "Citus" : "server", database, elsewhere };
    end = async () => {
      await Promise.all([database.close(), elsewhere.close()]);
      await testDatabase.drop();
    };
  });
  afterAll(() => end());
  return () => opened(place);
}

/** A database on the suite's server for tests that open it themselves; dropped after the file's tests. */
export function serverDatabase(): () => TestDatabase {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
  });
  afterAll(() => testDatabase.drop());
  return () => testDatabase;
}

/** An embedded database in memory. */
export function embedded(): At {
  let place: Place | undefined;
  beforeAll(async () => {
    const database = await Database.open("pglite:memory");
    await migrate(database);
    place = { name: "embedded", database, elsewhere: database };
  });
  afterAll(() => place?.database.close());
  return () => opened(place);
}

function opened(place: Place | undefined): Place {
  if (place === undefined)
    throw new Error("the database is not open yet: use it in a test, not in describe()");
  return place;
}
