import type { ClientBase } from "pg";
import { readRows, textOnly } from "../../connection/wire-values.js";
import { TransactionAbortedError } from "../../errors/errors.js";
import type { Executor } from "../../session/executor.js";
import { translateFailure } from "../../session/statement-failures.js";
import type { Statement } from "../../statements/statement.js";
import { storeLinesOfGames } from "../../statements/stored-line-statements.js";
import type { GameFile } from "../game-file/game-file.js";
import { gameRows, rowsBelow } from "./game-rows.js";
import { readStored, type SeasonStore, storedOf } from "./season-store.js";
import { insertStatement, rowsAsJson, type WriteRows } from "./write-rows.js";

/** Stores games table by table, a transaction for each list of games. */
export class ClientStore implements SeasonStore, Executor {
  readonly #client: ClientBase;
  readonly #write: WriteRows;
  readonly #begin: string;
  readonly #isDistributed: boolean;

  /** @param use `begin` is the SQL that begins a transaction and sets what the connection lacks */
  constructor(client: ClientBase, write: WriteRows, use: { begin: string; isDistributed: boolean }) {
    this.#client = client;
    this.#write = write;
    this.#begin = use.begin;
    this.#isDistributed = use.isDistributed;
  }

  storedOf(gameIds: readonly string[]): Promise<ReadonlySet<string>> {
    return storedOf(this, gameIds);
  }

  read(gameId: string): Promise<GameFile | undefined> {
    return readStored(this, gameId);
  }

  async store(files: readonly GameFile[]): Promise<ReadonlySet<string>> {
    let mayHaveCommitted = false;
    try {
      const { stored, entryIds } = await this.#storeGames(files);
      const added = files.filter(({ game }) => stored.has(game.id));
      mayHaveCommitted = true;
      await this.#commit(added, entryIds);
      return stored;
    } catch (error) {
      // Only the failure itself is reported, not that the broken connection could not roll back.
      await this.#client.query("rollback").catch(() => {});
      throw translateFailure(error, { name: "importSeason", mayHaveCommitted });
    }
  }

  async execute<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
    try {
      // Sent without waiting: a COMMIT after a failed statement rolls back.
      const [, rows] = await together([
        this.#client.query(this.#begin),
        this.#run(statement, values),
        this.#client.query("commit"),
      ]);
      return rows;
    } catch (error) {
      throw translateFailure(error, { name: statement.name, values, mayHaveCommitted: false });
    }
  }

  async #run<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
    const query = { text: statement.text, values: statement.encode(values) };
    const result = await this.#client.query({ ...query, rowMode: "array", types: textOnly });
    return readRows(result).map((row) => statement.decode(row));
  }

  /**
   * Inserts the games, and takes identifiers for their lineup entries, which the plays will use.
   *
   * It waits for another import that stores the same games at this moment, and leaves its games to it. All imports
   * insert in the same order, so that no two wait for each other.
   */
  async #storeGames(files: readonly GameFile[]) {
    const rows = gameRows(files);
    const entries = files.reduce((sum, { lineups }) => sum + lineups.length, 0);
    // Awaited, because after a failed BEGIN the games would be stored by themselves, and look complete.
    await this.#client.query(this.#begin);
    const [inserted, taken] = await together([
      this.#client.query<{ id: string }>(
        `${insertStatement(rows)} order by id on conflict (id) do nothing returning id`,
        [rowsAsJson(rows)],
      ),
      this.#client.query<{ id: number }>(
        "select nextval(pg_get_serial_sequence('lineups', 'id')) as id from generate_series(1, $1)",
        [entries],
      ),
    ]);
    return {
      stored: new Set(inserted.rows.map(({ id }) => id)),
      entryIds: taken.rows.map(({ id }) => id),
    };
  }

  /** Sends the rest without waiting for answers: a COMMIT after a failed statement rolls back. */
  async #commit(files: readonly GameFile[], entryIds: readonly number[]): Promise<void> {
    const writes = rowsBelow(files, entryIds).map((rows) => this.#write(this.#client, rows));
    const lines = this.#storeLines(files.map(({ game }) => game.id));
    if (this.#isDistributed) await together([lines, ...writes]);
    const [{ command }] = await together([this.#client.query("commit"), lines, ...writes]);
    if (command === "COMMIT") return;
    throw new TransactionAbortedError(
      `PostgreSQL answered COMMIT with ${command}. None of these games was stored.`,
    );
  }

  #storeLines(gameIds: readonly string[]): Promise<unknown> {
    if (!this.#isDistributed) return this.#run(storeLinesOfGames, { gameIds });
    const { steps } = storeLinesOfGames;
    if (steps === undefined) throw new Error("the lines are not stored in steps");
    return steps((statement, values) => this.#run(statement, values), { gameIds });
  }
}

/** Waits for all, then throws the first failure, because the others follow from it. */
async function together<Results extends readonly unknown[]>(
  promises: readonly [...{ [Index in keyof Results]: Promise<Results[Index]> }],
): Promise<Results> {
  const failures: unknown[] = [];
  const noted = promises.map((promise) =>
    promise.catch((error: unknown) => {
      failures.push(error);
    }),
  );
  const results = await Promise.all(noted);
  if (failures.length > 0) throw failures[0];
  return results as unknown as Results;
}
