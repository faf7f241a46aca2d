import { afterEach, describe, expect, test } from "vitest";
import { Database } from "../../../src/index.js";
import { titleOf } from "../../../src/migrations/catalog/catalog-objects.js";
import { readCatalog } from "../../../src/migrations/catalog/read-catalog.js";
import { migrate, migrateDown, migrationStatus } from "../../../src/migrations.js";
import { migrationStateOf } from "../../support/migration-state.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

/** The last of ten calls waits for a connection until nine have migrated. */
const limits = { connectTimeout: 600_000 };

const catalogOf = (database: Database) => database.withClient(readCatalog);

const stateOf = (database: Database) => database.withClient(migrationStateOf);

const up = async (database: Database, to = "head") =>
  (await migrate(database, { to })).map(({ name }) => name);
const down = async (database: Database, to = "-1") =>
  (await migrateDown(database, { to })).map(({ name }) => name);

async function migrationsIn(database: Database): Promise<string[]> {
  const { rows } = await database.withClient((client) =>
    client.query<{ name: string }>("select name from dugout_migrations order by id"),
  );
  return rows.map(({ name }) => name);
}

/** Checks on any database: up, up again, down, up. */
async function goUpAndDown(database: Database): Promise<void> {
  expect(await catalogOf(database)).toEqual([]);

  const applied = await up(database);
  const first = await catalogOf(database);
  expect(applied[0]).toBe("001_create_tables");
  expect(await migrationsIn(database)).toEqual(applied);
  expect(first.map(titleOf)).toContain("table plays");

  expect(await up(database)).toEqual([]);
  expect(await catalogOf(database)).toEqual(first);

  expect(await down(database, `-${applied.length}`)).toEqual(applied.toReversed());
  expect(await catalogOf(database)).toEqual([]);
  expect(await migrationsIn(database)).toEqual([]);

  expect(await down(database)).toEqual([]);

  expect(await up(database)).toEqual(applied);
  expect(await catalogOf(database)).toEqual(first);
}

/** Checks each of the package's migrations separately: down removes what up made, and up makes the same again. */
async function goStepByStep(database: Database): Promise<void> {
  const { revisions } = await migrationStatus(database);
  expect(revisions.length).toBeGreaterThan(0);
  let before = await stateOf(database);
  for (const [index, { name }] of revisions.entries()) {
    expect(await up(database, "+1")).toEqual([name]);
    const after = await stateOf(database);
    expect(after.applied).toHaveLength(index + 1);
    expect(after.applied).not.toContainEqual(expect.objectContaining({ checksum: null }));

    expect(await down(database)).toEqual([name]);
    expect(await stateOf(database)).toEqual(before);
    expect(await up(database, name)).toEqual([name]);
    expect(await stateOf(database)).toEqual(after);
    before = after;
  }
  expect(await migrationStatus(database)).toMatchObject({ current: revisions.at(-1)?.name, problems: [] });
}

describe("on a server", () => {
  let empty: TestDatabase | undefined;
  const handles: Database[] = [];

  afterEach(async () => {
    await Promise.all(handles.splice(0).map((handle) => handle.close()));
    await empty?.drop();
    empty = undefined;
  });

  async function openEmpty(count: number): Promise<Database[]> {
    empty ??= await createTestDatabase({ empty: true });
    const { open } = empty;
    handles.push(
      ...(await Promise.all(Array.from({ length: count }, () => open({ poolSize: 2, ...limits })))),
    );
    return handles;
  }

  test("migrations run up, again without effect, down to base, and up to the same schema", async () => {
    const [database] = await openEmpty(1);
    await goUpAndDown(database as Database);
  });

  test("each migration runs up, down to the previous catalog, and up again", async () => {
    const [database] = await openEmpty(1);
    await goStepByStep(database as Database);
  });

  test.each([2, 10])(
    "of %i handles that migrate an empty database at once, one migrates, and all succeed",
    async (count) => {
      const databases = await openEmpty(count);
      const outcomes = await Promise.all(databases.map((database) => up(database)));
      const done = outcomes.filter((names) => names.length > 0);
      expect(done).toHaveLength(1);
      expect(await migrationsIn(databases[0] as Database)).toEqual(done[0]);
    },
  );

  test("ten calls at once on one handle, with fewer connections, all succeed", async () => {
    const [database] = await openEmpty(1);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => up(database as Database)));
    expect(outcomes.filter((names) => names.length > 0)).toHaveLength(1);
  });

  test("migrating leaves no advisory lock behind", async () => {
    const [database] = await openEmpty(1);
    await up(database as Database);
    const { rows } = await (database as Database).withClient((client) =>
      client.query(
        `select l.locktype from pg_locks l join pg_database d on d.oid = l.database
         where d.datname = current_database() and locktype = 'advisory'`,
      ),
    );
    expect(rows).toEqual([]);
  });

  test("a time limit for statements does not end a migration that waits for another", async () => {
    const [first] = await openEmpty(1);
    const hasty = await (empty as TestDatabase).open({ statementTimeout: 300, lockTimeout: 300 });
    handles.push(hasty);
    const outcomes = await Promise.all([up(first as Database), up(hasty)]);
    expect(outcomes.filter((names) => names.length > 0)).toHaveLength(1);
  });
});

describe("embedded", () => {
  test("migrations run up, again without effect, down to base, and up to the same schema", async () => {
    await using database = await Database.open("pglite:memory");
    await goUpAndDown(database);
  });

  test("each migration runs up, down to the previous catalog, and up again", async () => {
    await using database = await Database.open("pglite:memory");
    await goStepByStep(database);
  });

  test("of ten calls at once one migrates, and all succeed", async () => {
    await using database = await Database.open("pglite:memory", limits);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => up(database)));
    expect(outcomes.filter((names) => names.length > 0)).toHaveLength(1);
  });
});

test("a closed handle migrates nothing", async () => {
  const empty = await createTestDatabase({ empty: true });
  try {
    const database = await empty.open();
    await database.close();
    await expect(up(database)).rejects.toMatchObject({ code: "DATABASE_CLOSED" });
  } finally {
    await empty.drop();
  }
});
