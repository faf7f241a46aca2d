import type { Connection, WireQuery, WireResult } from "../connection/connection.js";
import { openServerPool } from "../connection/open-pool.js";
import type { ServerSettings } from "../connection/settings.js";
import { feedVersions, notifyFollowers } from "../statements/feed-statements.js";
import { type Statement, wireQuery } from "../statements/statement.js";
import type { ChangedGames } from "./game-changes.js";
import { Leases } from "./leases.js";

/** The most games in one payload, which has less than 8,000 bytes, at most 48 for each game. */
const gamesPerPayload = 150;
/** For more games than this, the payload names none, and followers read all games that they watch. */
const maxNamedGames = 3_000;
/** The pause after a failure, in milliseconds. */
const pause = 1_000;

/** The payload for any game: a follower then reads all games that it watches. */
export const anyGame = "*";

/** Sends a statement that is a transaction by itself. */
export type SendAutocommit = (connection: Connection, query: WireQuery) => Promise<WireResult>;

/**
 * Notifies other processes (`NOTIFY`) which games have changed. A notification is a hint that may arrive late, twice or never.
 * So it is sent after the commit, on another connection, one statement at a time, each for all games that have changed since
 * the last one.
 */
export class Announcer {
  readonly #settings: ServerSettings;
  readonly #sendAutocommit: SendAutocommit;
  #pending = new Set<string>();
  #leases: Promise<Leases> | undefined;
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(settings: ServerSettings, sendAutocommit: SendAutocommit) {
    this.#sendAutocommit = sendAutocommit;
    this.#settings = { ...settings, options: { ...settings.options, poolSize: 1 } };
  }

  readonly announce = ({ gameIds, all }: ChangedGames): void => {
    if (this.#isClosed) return;
    for (const gameId of gameIds) this.#pending.add(gameId);
    if (all) this.#pending.add(anyGame);
    if (this.#timer === undefined) this.#start();
  };

  /** Sends what is pending, for at most this many milliseconds. */
  async close(within: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(within, pause));
    });
    await Promise.race([this.#sending ?? Promise.resolve(), tooLong]);
    clearTimeout(timer);
    await (await this.#leases?.catch(() => undefined))?.close(0);
  }

  #start(): void {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  async #sendAll(): Promise<void> {
    while (this.#pending.size > 0) {
      const gameIds = this.#pending;
      this.#pending = new Set();
      try {
        await this.#send([...gameIds]);
      } catch {
        // Without the notification, followers see the change at their next read. It is retried after a pause.
        if (this.#isClosed) return;
        this.#pending = new Set([...gameIds, ...this.#pending]);
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#start();
        }, pause).unref();
        return;
      }
    }
  }

  async #send(gameIds: readonly string[]): Promise<void> {
    const payloads =
      gameIds.includes(anyGame) || gameIds.length > maxNamedGames ? [anyGame] : await this.#payloads(gameIds);
    await this.#execute(notifyFollowers, { payloads });
  }

  /** The versions are read after the commit, and are the least that a follower must find. */
  async #payloads(gameIds: readonly string[]): Promise<string[]> {
    const found = await this.#execute(feedVersions, { gameIds });
    const versions = new Map(found.map(({ id, version }) => [id, version]));
    const parts = gameIds.map((id) => `${id}:${versions.get(id) ?? ""}`);
    const payloads = [];
    for (let at = 0; at < parts.length; at += gamesPerPayload) {
      payloads.push(parts.slice(at, at + gamesPerPayload).join(","));
    }
    return payloads;
  }

  async #execute<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
    this.#leases ??= openServerPool(this.#settings).then((pool) => new Leases(pool));
    const leases = await this.#leases.catch((error) => {
      this.#leases = undefined;
      throw error;
    });
    const lease = await leases.acquire({ name: statement.name });
    try {
      const { rows } = await this.#sendAutocommit(lease.connection, wireQuery(statement, values));
      return rows.map((row) => statement.decode(row));
    } finally {
      lease.release();
    }
  }
}
