import { type Column, sql } from "drizzle-orm";
import type { GameFile } from "../../src/import.js";
import type { Database } from "../../src/index.js";
import { insertable, lineupColumns } from "../../src/statements/statement-columns.js";

/** Whole games straight into the tables, for tests that read them: recording them play by play takes much longer. */
export function storeFiles(database: Database, files: readonly GameFile[]): Promise<void> {
  const rowsOf = <Row extends object>(pick: (file: GameFile) => readonly Row[]) =>
    files.flatMap((file) => pick(file).map((row) => ({ ...row, gameId: file.game.id })));
  return database.transaction(async (session) => {
    const store = (table: string, columns: Readonly<Record<string, Column>>, rows: readonly object[]) => {
      const names = sql.raw(
        Object.values(columns)
          .map(({ name }) => name)
          .join(", "),
      );
      const named = JSON.stringify(rows.map((row) => renamed(row, columns)));
      return session.run((db) =>
        db.execute(sql`insert into ${sql.raw(table)} (${names}) overriding system value
          select ${names} from json_populate_recordset(null::${sql.raw(table)}, ${named}::json)`),
      );
    };
    await store(
      "games",
      insertable.game,
      files.map(({ game }) => game),
    );
    await store(
      "lineups",
      lineupColumns,
      rowsOf(({ lineups }) => lineups),
    );
    await store(
      "plays",
      insertable.play,
      rowsOf(({ plays }) => plays),
    );
  });
}

function renamed(row: object, columns: Readonly<Record<string, Column>>): Record<string, unknown> {
  const given = row as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(columns).map(([field, { name }]) => [name, given[field]]));
}
