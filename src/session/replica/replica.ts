import { openServerPool } from "../../connection/server.js";
import { describeTarget, type ServerSettings } from "../../connection/settings.js";
import {
  ConfigurationError,
  ConnectionFailedError,
  ConnectionLostError,
  StatementCancelledError,
} from "../../errors/index.js";
import { type Statement, wireQuery } from "../../statements/statement.js";
import { type SendReads, senderOfReads } from "../alone.js";
import { translateFailure } from "../failures.js";
import { Lender } from "../lender.js";
import { cancelledBy } from "../with-signal.js";
import { ask } from "./ask.js";
import { Proof } from "./proof.js";
import { timeBetweenLooks } from "./staleness.js";
import { beginning, hasReached, primaryPosition, replicaPosition } from "./wal.js";

/** How long a replica that failed is left alone before somebody looks again, in milliseconds. */
const pause = 1_000;

/** What a database knows of its replica. */
export interface ReplicaStatus {
  /** Where it is, without the password. */
  readonly target: string;
  /** Why it is left out at this moment; null when it is not. */
  readonly leftOut: string | null;
  /** It has all that the primary had confirmed at this instant, or more; null when nothing is known. */
  readonly freshAsOf: Date | null;
}

/**
 * A streaming replica that reads may go to. It is looked at while there are readers, and by the way: one that is well
 * costs them nothing, and one that is ill is looked at behind their backs.
 */
export class Replica {
  readonly #settings: ServerSettings;
  readonly #primary: Lender;
  readonly #sendReads: SendReads;
  readonly #proof = new Proof();
  #opening: Promise<Lender> | undefined;
  #looking: Promise<void> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #leftOut: { readonly because: string; readonly until: number } | undefined;
  /** The cluster that the primary is, and its replicas are. */
  #cluster: unknown;
  #isOurs = false;
  #isDistributed = false;
  #isClosed = false;

  constructor(settings: ServerSettings, primary: Lender) {
    this.#settings = settings;
    this.#primary = primary;
    this.#sendReads = senderOfReads(settings);
  }

  get status(): ReplicaStatus {
    const { proven } = this.#proof;
    return {
      target: describeTarget(this.#settings),
      leftOut: this.#leftOut?.because ?? null,
      freshAsOf: proven === undefined ? null : new Date(Date.now() - (performance.now() - proven.at)),
    };
  }

  /**
   * Runs a read here, if the answer is certain to be at most so many milliseconds old.
   *
   * @returns nothing when it is not, or the replica fails: the primary is to be asked
   * @throws {ConfigurationError} when the database is distributed, and the answer may not be of any age
   * @throws {StatementCancelledError} when it ran longer than its limit; on the primary it would do so again
   */
  async read<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    within: number,
    signal?: AbortSignal,
  ): Promise<Row[] | undefined> {
    if (this.#isClosed) return undefined;
    await this.#lookIfDue(within);
    if (this.#isDistributed && within !== Number.POSITIVE_INFINITY) throw noProof();
    const position = this.#positionFor(within);
    if (position === undefined) return undefined;
    try {
      return await this.#readFrom(position, statement, values, signal);
    } catch (error) {
      if (error instanceof StatementCancelledError) throw error;
      if (error instanceof ConnectionFailedError || error instanceof ConnectionLostError) {
        this.#leaveOut(error.message);
      }
      return undefined;
    }
  }

  async close(within: number): Promise<readonly string[]> {
    this.#isClosed = true;
    await this.#looking;
    const lender = await this.#opening?.catch(() => undefined);
    return (await lender?.close(within)) ?? [];
  }

  /** The position that a read here has to find, to be as fresh as is wanted; nothing when it must not be tried. */
  #positionFor(within: number): string | undefined {
    if (this.#leftOut !== undefined || !this.#isOurs) return undefined;
    if (within === Number.POSITIVE_INFINITY) return beginning;
    const { proven } = this.#proof;
    return proven !== undefined && performance.now() - proven.at <= within ? proven.position : undefined;
  }

  async #readFrom<Values, Row>(
    position: string,
    statement: Statement<Values, Row>,
    values: Values,
    signal: AbortSignal | undefined,
  ): Promise<Row[] | undefined> {
    const { name } = statement;
    const query = wireQuery(statement, values);
    const { connection, done } = await (await this.#lender()).lend({ name }, signal);
    try {
      // What was proven of a server need not hold after it crashed, was promoted, or has another one in its place.
      const send = () => this.#sendReads(connection, [hasReached(position), query]);
      const [proof, result] = await cancelledBy(signal, connection, name, send);
      if (proof?.rows[0]?.[0] === true) return result?.rows.map((row) => statement.decode(row));
      this.#leaveOut("it is no longer where it was seen to be");
      return undefined;
    } catch (error) {
      throw translateFailure(error, { name, values, mayHaveCommitted: false });
    } finally {
      connection.giveBack();
      done();
    }
  }

  /** Looks when it is time to. Only who could not use the replica otherwise waits, and for one that is ill nobody. */
  async #lookIfDue(within: number): Promise<void> {
    const now = performance.now();
    if (this.#leftOut !== undefined) {
      if (now >= this.#leftOut.until) void this.#look();
      return;
    }
    const isDue = now - this.#lookedAt >= timeBetweenLooks(within);
    const isUsable = this.#positionFor(within) !== undefined;
    if (isDue && isUsable) void this.#look();
    if (!isUsable && (isDue || this.#looking !== undefined)) await this.#look();
  }

  #look(): Promise<void> {
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = undefined;
      this.#lookedAt = performance.now();
    });
    return this.#looking;
  }

  async #lookNow(): Promise<void> {
    await this.#markPrimary();
    try {
      const [isReplica, position, cluster] = await ask(await this.#lender(), replicaPosition);
      this.#judge(isReplica === true, String(position ?? beginning), cluster);
    } catch (error) {
      this.#leaveOut((error as Error).message);
    }
  }

  async #markPrimary(): Promise<void> {
    if (!this.#proof.wantsMark) return;
    const at = performance.now();
    try {
      const [position, cluster, isDistributed] = await ask(this.#primary, primaryPosition);
      this.#cluster = cluster;
      this.#isDistributed = isDistributed === true;
      this.#proof.mark({ at, position: String(position) });
    } catch {
      // Then nothing newer is proven of the replica; who reads from the primary learns from it why.
    }
  }

  #judge(isReplica: boolean, position: string, cluster: unknown): void {
    this.#isOurs = isReplica && cluster === this.#cluster;
    if (this.#isOurs) {
      this.#leftOut = undefined;
      this.#proof.reached(position);
    } else {
      this.#leaveOut(
        isReplica
          ? "it is not known to be a replica of this database's server"
          : "it is no replica: it takes writes",
      );
    }
  }

  #leaveOut(because: string): void {
    this.#proof.forget();
    this.#leftOut = { because, until: performance.now() + pause };
  }

  #lender(): Promise<Lender> {
    this.#opening ??= openServerPool(this.#settings, { waitsForServer: false }).then(
      (pool) => new Lender(pool),
      (error) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }
}

const noProof = () =>
  new ConfigurationError(
    "How old a read from a replica is cannot be told on a distributed database: the coordinator's log does not hold the " +
      "games, and each worker has a log of its own. Leave the replica out, or read with `stale: { within: Infinity }`.",
  );
