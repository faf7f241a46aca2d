import { Database } from "../session/database.js";

/** Runs a command's work on the database of `DATABASE_URL`, and closes it whatever happens. */
export async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  await using database = await Database.open(process.env.DATABASE_URL);
  return await work(database);
}
