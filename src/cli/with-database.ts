import { Database } from "../session/database.js";

/** Runs a command's work on the database of `DATABASE_URL`, and always closes it. */
export function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  return withUrl(process.env.DATABASE_URL, work);
}

/**
 * Like {@link withDatabase}, but uses `DATABASE_MIGRATION_URL` if it is set: migrations hold an advisory lock, which needs a
 * direct connection instead of a transaction pooler's.
 */
export function withMigrationDatabase<Result>(
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  return withUrl(process.env.DATABASE_MIGRATION_URL || process.env.DATABASE_URL, work);
}

async function withUrl<Result>(
  url: string | undefined,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  await using database = await Database.open(url);
  return await work(database);
}
