import { openServerPool } from "../connection/server.js";
import type { ServerSettings } from "../connection/settings.js";
import { feedVersions, notifyFollowers } from "../statements/feed-statements.js";
import { type Statement, wireQuery } from "../statements/statement.js";
import { senderAlone } from "./alone.js";
import type { ChangedGames } from "./game-changes.js";
import { Lender } from "./lender.js";

/** How many games a payload names: it has less than 8,000 bytes, of which a game takes 48 at most. */
const gamesPerPayload = 150;
/** More games than this are not named one by one: followers then look at all that they watch. */
const mostGames = 3_000;
/** How long after a failure it is tried again, in milliseconds. */
const pause = 1_000;

/** Names any game: whoever hears it looks at all. */
export const anyGame = "*";

/**
 * Has PostgreSQL tell other processes which games have changed. That is a hint, which may come late, twice or never. So it
 * is sent after the commit, on a connection of its own, for all games that have changed since it was last sent, one
 * statement at a time.
 */
export class Announcer {
  readonly #settings: ServerSettings;
  #pending = new Set<string>();
  #lender: Promise<Lender> | undefined;
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(settings: ServerSettings) {
    this.#settings = { ...settings, options: { ...settings.options, poolSize: 1 } };
  }

  readonly announce = ({ gameIds, all }: ChangedGames): void => {
    if (this.#isClosed) return;
    for (const gameId of gameIds) this.#pending.add(gameId);
    if (all) this.#pending.add(anyGame);
    if (this.#timer === undefined) this.#start();
  };

  /** Sends what is still to be sent, if that takes no longer than this, in milliseconds. */
  async close(within: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(within, pause));
    });
    await Promise.race([this.#sending ?? Promise.resolve(), tooLong]);
    clearTimeout(timer);
    await (await this.#lender?.catch(() => undefined))?.close(0);
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
        // Whoever was not told sees it at the next look; what is still to be said is kept for a while.
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
      gameIds.includes(anyGame) || gameIds.length > mostGames ? [anyGame] : await this.#payloads(gameIds);
    await this.#execute(notifyFollowers, { payloads });
  }

  /** The versions are read here, behind the commit: so a follower knows what it must find at least. */
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
    this.#lender ??= openServerPool(this.#settings).then((pool) => new Lender(pool));
    const lender = await this.#lender.catch((error) => {
      this.#lender = undefined;
      throw error;
    });
    const { connection, done } = await lender.lend({ name: statement.name });
    try {
      const { rows } = await senderAlone(this.#settings)(connection, wireQuery(statement, values));
      return rows.map((row) => statement.decode(row));
    } finally {
      connection.giveBack();
      done();
    }
  }
}
