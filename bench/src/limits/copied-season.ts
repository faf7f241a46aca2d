import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTimed } from "../runner/programs.js";
import type { BenchDatabase } from "../runner/server.js";

/** The tables that an import writes, in the order of their references. */
const tables = [
  "games",
  "lineups",
  "plays",
  "roster_links",
  "stored_lines",
  "stored_batting_lines",
  "stored_pitching_lines",
] as const;

/**
 * The columns that an import writes. The database generates the others, except the ids of lineup entries, which plays refer to.
 */
const writtenColumns = `
  select string_agg(format('%I', attname), ', ' order by attnum) as list from pg_attribute
  where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = ''
    and (attidentity = '' or $1::text = 'lineups')`;

/**
 * The rows of a season in files, which psql's `\copy` copies into the same tables: the fastest that a server can store them.
 */
export class CopiedSeason {
  readonly #psql: string;
  readonly #url: string;
  readonly #folder: string;
  readonly #columns: ReadonlyMap<string, string>;

  private constructor(psql: string, url: string, folder: string, columns: ReadonlyMap<string, string>) {
    this.#psql = psql;
    this.#url = url;
    this.#folder = folder;
    this.#columns = columns;
  }

  /** Writes the rows that a database has into files. */
  static async of({ url, pool }: BenchDatabase, psql: string): Promise<CopiedSeason> {
    const columns = new Map<string, string>();
    for (const table of tables) {
      const { rows } = await pool.query<{ list: string }>(writtenColumns, [table]);
      columns.set(table, (rows[0] as { list: string }).list);
    }
    const folder = await mkdtemp(join(tmpdir(), "dugout-copy-"));
    const season = new CopiedSeason(psql, url, folder, columns);
    await season.#run(
      tables.map(
        (table) => `\\copy (select ${columns.get(table)} from ${table}) to '${season.#path(table)}'`,
      ),
    );
    return season;
  }

  /** Copies all rows in, in one transaction. Returns how long it took and the CPU time of psql, in seconds. */
  async copyIn(): Promise<{ seconds: number; cpu: number }> {
    const began = performance.now();
    const { cpu } = await this.#run(
      tables.map((table) => `\\copy ${table} (${this.#columns.get(table)}) from '${this.#path(table)}'`),
    );
    return { seconds: (performance.now() - began) / 1_000, cpu };
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }

  #path(table: string): string {
    return join(this.#folder, `${table}.txt`);
  }

  #run(commands: readonly string[]): Promise<{ cpu: number }> {
    const options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"];
    const given = commands.flatMap((command) => ["--command", command]);
    return runTimed(this.#psql, [this.#url, ...options, ...given]);
  }
}
