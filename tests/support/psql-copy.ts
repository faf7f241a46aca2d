import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Column, getTableColumns } from "drizzle-orm";
import {
  storedBattingLines,
  storedLines,
  storedPitchingLines,
} from "../../src/models/statistics/stored-lines-tables.js";
import { gameColumns, insertable, lineupColumns } from "../../src/statements/statement-columns.js";

const psql = "/usr/lib/postgresql/15/bin/psql";
export const psqlIsMissing = !existsSync(psql);
if (psqlIsMissing) console.warn(`Imports are not compared with \\copy: ${psql} is missing.`);

const run = promisify(execFile);

/** The columns that an import writes; the database makes the others. */
const tables: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  games: gameColumns,
  lineups: lineupColumns,
  plays: insertable.play,
  roster_links: insertable.roster,
  stored_lines: getTableColumns(storedLines),
  stored_batting_lines: getTableColumns(storedBattingLines),
  stored_pitching_lines: getTableColumns(storedPitchingLines),
};

const listOf = (columns: Readonly<Record<string, Column>>) =>
  Object.values(columns)
    .map(({ name }) => `"${name}"`)
    .join(", ");

/** The rows of a database's games in files, to be copied in again by `psql`. */
export class CopiedFiles {
  readonly #url: string;
  readonly #folder: string;

  private constructor(url: string, folder: string) {
    this.#url = url;
    this.#folder = folder;
  }

  /** Writes the rows that are there into files. */
  static async from(url: string): Promise<CopiedFiles> {
    const files = new CopiedFiles(url, await mkdtemp(join(tmpdir(), "dugout-copy-")));
    for (const [table, columns] of Object.entries(tables)) {
      await files.#psql([`\\copy (select ${listOf(columns)} from ${table}) to '${files.#path(table)}'`]);
    }
    return files;
  }

  /** Copies all rows in again, in one transaction, and gives the seconds that it took. */
  async copyIn(): Promise<number> {
    const began = performance.now();
    await this.#psql(
      Object.entries(tables).map(
        ([table, columns]) => `\\copy ${table} (${listOf(columns)}) from '${this.#path(table)}'`,
      ),
    );
    return (performance.now() - began) / 1_000;
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }

  #path(table: string): string {
    return join(this.#folder, `${table}.txt`);
  }

  async #psql(commands: readonly string[]): Promise<void> {
    const options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"];
    await run(psql, [this.#url, ...options, ...commands.flatMap((command) => ["--command", command])]);
  }
}
