import { getTableColumns } from "drizzle-orm";
import { plays } from "dugout";
import pg from "pg";
import { playFields } from "../data/columns.js";
import type { Subject } from "./subject.js";

/** What of the season import is measured: its writer of rows. Reading and checking the files is not in it. */
interface RowWriter {
  copyRows(client: pg.ClientBase, rows: object): Promise<void>;
}

const writer = new URL("import/season/write-rows.js", import.meta.resolve("dugout")).href;

/** The COPY with which seasons are imported, in one transaction for each batch. */
export const subject: Subject = {
  title: "dugout, COPY",
  async open(connectionString) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const close = () => client.end();
    const { copyRows } = await import(writer).then(
      (module) => module as RowWriter,
      () => ({ copyRows: undefined }),
    );
    if (copyRows === undefined) return { close };
    const columns = Object.fromEntries(
      Object.entries(getTableColumns(plays)).filter(([name]) => playFields.includes(name)),
    );
    return {
      close,
      async insertPlays(rows) {
        await client.query("begin");
        await copyRows(client, { table: "plays", columns, rows });
        await client.query("commit");
      },
    };
  },
};
