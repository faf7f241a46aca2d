import { afterEach, describe, expect, test } from "vitest";
import { MigrationFailedError, MigrationHistoryError } from "../../../src/errors/errors.js";
import { checkSchema } from "../../../src/migrations/check-schema.js";
import { migrate, migrateDown } from "../../../src/migrations/migrate.js";
import { migrationStatus, stampRevision } from "../../../src/migrations/migration-status.js";
import { Database } from "../../../src/session/database.js";
import { migrationFolders, threeMigrations } from "../../support/migration-folders.js";
import { withClient } from "../../support/plain-client.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const folderOf = migrationFolders();
const made: { database: TestDatabase; role: string }[] = [];

afterEach(async () => {
  for (const { database, role } of made.splice(0)) {
    await withClient(database.url, (client) =>
      client.query(`drop owned by ${role} cascade; drop role ${role}`),
    );
    await database.drop();
  }
});

/** An empty database, and a role that may create in `public` by default. */
async function roleOnEmptyDatabase({ mayCreate = true } = {}) {
  const database = await createTestDatabase({ empty: true });
  const role = `role_${new URL(database.url).pathname.slice(1)}`;
  await withClient(database.url, async (client) => {
    await client.query(
      `create role ${role} login password 'secret'; revoke create on schema public from public`,
    );
    if (mayCreate) await client.query(`grant create on schema public to ${role}`);
  });
  made.push({ database, role });
  const url = new URL(database.url);
  url.username = role;
  url.password = "secret";
  const superuser = (sql: string) => withClient(database.url, (client) => client.query(sql));
  return { role, superuser, open: () => Database.open(url.href) };
}

describe("a schema of the role's name that is created after the first migration", () => {
  test("gets neither the following migrations nor a second history", async () => {
    const folder = await folderOf(threeMigrations);
    const { role, superuser, open } = await roleOnEmptyDatabase();
    await using database = await open();
    await migrate(database, { folder, to: "1" });
    await superuser(`create schema ${role} authorization ${role}`);
    await migrate(database, { folder });
    expect((await migrationStatus(database, { folder })).current).toBe("003_send_scouts");
    expect(await checkSchema(database, { folder })).toEqual([]);
    await stampRevision(database, "head", { folder });
    const { rows } = await superuser(
      `select relname from pg_class where relnamespace = '${role}'::regnamespace and relkind in ('r', 'i', 'S')`,
    );
    expect(rows).toEqual([]);
    await migrateDown(database, { folder, to: "base" });
    const left = await superuser("select relname from pg_class where relname in ('scouts', 'trips')");
    expect(left.rows).toEqual([]);
  });

  test("leaves the connection with the search path that it had", async () => {
    const folder = await folderOf(threeMigrations);
    await using database = await Database.open("pglite:memory");
    await migrate(database, { folder, to: "1" });
    await database.withClient((client) => client.query("create schema app; set search_path = app, public"));
    await migrate(database, { folder });
    const { rows } = await database.withClient((client) =>
      client.query(
        "select current_setting('search_path') as path, to_regclass('public.trips') is not null as trips",
      ),
    );
    expect(rows).toEqual([{ path: "app, public", trips: true }]);
  });
});

test("two histories in one search path are refused, and both are named", async () => {
  const folder = await folderOf(threeMigrations);
  const { role, superuser, open } = await roleOnEmptyDatabase();
  await using database = await open();
  await migrate(database, { folder, to: "1" });
  await superuser(
    `create schema ${role} authorization ${role}; create table ${role}.dugout_migrations (like public.dugout_migrations)`,
  );
  const refused = migrate(database, { folder });
  await expect(refused).rejects.toThrow(MigrationHistoryError);
  await expect(refused).rejects.toThrow(`${role}, public`);
});

describe("a role that lacks a privilege gets its name, and no advice to try again:", () => {
  test("to create in its schema", async () => {
    const folder = await folderOf(threeMigrations);
    const { open } = await roleOnEmptyDatabase({ mayCreate: false });
    await using database = await open();
    const refused = migrate(database, { folder });
    await expect(refused).rejects.toThrow(MigrationFailedError);
    await expect(refused).rejects.toThrow(/permission denied for schema public.*grant create on schema/);
    await expect(refused).rejects.not.toThrow(/run again/i);
  });

  test("to change a table that another role owns", async () => {
    const folder = await folderOf(threeMigrations);
    const { role, superuser, open } = await roleOnEmptyDatabase();
    await using database = await open();
    await migrate(database, { folder, to: "1" });
    await superuser("alter table scouts owner to current_user");
    const refused = migrate(database, { folder });
    await expect(refused).rejects.toThrow(/must be owner of table scouts.*role that owns the tables/);
    await superuser(`alter table scouts owner to ${role}`);
  });

  test("to create a schema, if no schema of the search path exists", async () => {
    const folder = await folderOf(threeMigrations);
    const { role, superuser, open } = await roleOnEmptyDatabase();
    await superuser(`alter role ${role} set search_path = nowhere`);
    await using database = await open();
    await expect(migrate(database, { folder })).rejects.toThrow(
      /no schema has been selected.*Create a schema/,
    );
  });
});
