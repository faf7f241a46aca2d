import { parseStatements } from "../../src/migrations/sql-parser.js";
import { withClient } from "./plain-client.js";

/** Runs a script as psql does: statement by statement, until one fails. */
export async function runByStatement(url: string, script: string): Promise<void> {
  const statements = await parseStatements(script);
  await withClient(url, async (client) => {
    for (const { text } of statements) await client.query(text);
  });
}
