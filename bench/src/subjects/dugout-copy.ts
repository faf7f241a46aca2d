import { getTableColumns } from "drizzle-orm";
import { plays } from "dugout";
import pg from "pg";
import { copyRows } from "../../../src/import/season/write-rows.js";
import { playFields } from "../data/columns.js";
import type { Subject } from "./subject.js";

/** The writer of rows with which seasons are imported (reading and checking the files is not measured), in one transaction for each batch. */
export const subject: Subject = {
  title: "dugout, COPY",
  async open(connectionString) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const close = () => client.end();
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
