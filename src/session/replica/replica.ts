import type { WireQuery } from "../../connection/connection.js";
import { openServerPool } from "../../connection/open-pool.js";
import { describeTarget, type ServerSettings } from "../../connection/settings.js";
import {
  ConfigurationError,
  ConnectionFailedError,
  ConnectionLostError,
  StatementCancelledError,
} from "../../errors/errors.js";
import { type Statement, wireQuery } from "../../statements/statement.js";
import { readsSender, type SendReads } from "../autocommit.js";
import { Leases } from "../leases.js";
import { translateFailure } from "../statement-failures.js";
import { cancelledBy } from "../with-signal.js";
import { checkInterval, ReplicaFreshness } from "./freshness.js";
import { beginning, hasReached, primaryPosition, replicaPosition } from "./wal.js";

/** How long a replica that failed is not checked again, in milliseconds. */
const pause = 1_000;

/** The state of a replica. */
export interface ReplicaStatus {
  /** Where it is, without the password. */
  readonly target: string;
  /** Why it is not used at the moment; null when it is. */
  readonly leftOut: string | null;
  /** It has at least everything that the primary had committed at this instant; null if that is not known. */
  readonly freshAsOf: Date | null;
}

/**
 * A streaming replica for reads. It is checked in the background while there are readers: a usable replica costs them no extra
 * round trip, and they do not wait for the check of an unusable one.
 */
export class Replica {
  readonly #settings: ServerSettings;
  readonly #primary: Leases;
  readonly #sendReads: SendReads;
  readonly #freshness = new ReplicaFreshness();
  #opening: Promise<Leases> | undefined;
  #checking: Promise<void> | undefined;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #leftOut: { readonly because: string; readonly until: number } | undefined;
  /** The system identifier of the primary's cluster, which its replicas share. */
  #cluster: unknown;
  #isOurs = false;
  #isDistributed = false;
  #isClosed = false;

  constructor(settings: ServerSettings, primary: Leases) {
    this.#settings = settings;
    this.#primary = primary;
    this.#sendReads = readsSender(settings);
  }

  get status(): ReplicaStatus {
    const { reachedMark } = this.#freshness;
    return {
      target: describeTarget(this.#settings),
      leftOut: this.#leftOut?.because ?? null,
      freshAsOf:
        reachedMark === undefined ? null : new Date(Date.now() - (performance.now() - reachedMark.at)),
    };
  }

  /**
   * Runs a read on the replica if the answer is certainly at most this old, in milliseconds.
   *
   * @returns undefined when it is not, or the replica fails: read from the primary instead
   * @throws {ConfigurationError} when the database is distributed, and `within` is not `Infinity`
   * @throws {StatementCancelledError} when it ran longer than its limit: it would do so on the primary too
   */
  async read<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    within: number,
    signal?: AbortSignal,
  ): Promise<Row[] | undefined> {
    if (this.#isClosed) return undefined;
    await this.#checkIfDue(within);
    if (this.#isDistributed && within !== Number.POSITIVE_INFINITY) throw freshnessUnknown();
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
    await this.#checking;
    const leases = await this.#opening?.catch(() => undefined);
    return (await leases?.close(within)) ?? [];
  }

  /** The log position that a read must find here to be fresh enough; undefined when the replica must not be used. */
  #positionFor(within: number): string | undefined {
    if (this.#leftOut !== undefined || !this.#isOurs) return undefined;
    if (within === Number.POSITIVE_INFINITY) return beginning;
    const { reachedMark } = this.#freshness;
    return reachedMark !== undefined && performance.now() - reachedMark.at <= within
      ? reachedMark.position
      : undefined;
  }

  async #readFrom<Values, Row>(
    position: string,
    statement: Statement<Values, Row>,
    values: Values,
    signal: AbortSignal | undefined,
  ): Promise<Row[] | undefined> {
    const { name } = statement;
    const query = wireQuery(statement, values);
    const lease = await (await this.#leases()).acquire({ name }, signal);
    const { connection } = lease;
    try {
      // What was known of the server may be wrong after it crashed, was promoted, or was replaced by another.
      const send = () => this.#sendReads(connection, [hasReached(position), query]);
      const [reached, result] = await cancelledBy(signal, connection, name, send);
      if (reached?.rows[0]?.[0] === true) return result?.rows.map((row) => statement.decode(row));
      this.#leaveOut("its log is no longer at the position that was seen");
      return undefined;
    } catch (error) {
      throw translateFailure(error, { name, values, mayHaveCommitted: false });
    } finally {
      lease.release();
    }
  }

  /** Checks when a check is due. Only a reader that could not use the replica otherwise waits for it. */
  async #checkIfDue(within: number): Promise<void> {
    const now = performance.now();
    if (this.#leftOut !== undefined) {
      if (now >= this.#leftOut.until) void this.#check();
      return;
    }
    const isDue = now - this.#checkedAt >= checkInterval(within);
    const isUsable = this.#positionFor(within) !== undefined;
    if (isDue && isUsable) void this.#check();
    if (!isUsable && (isDue || this.#checking !== undefined)) await this.#check();
  }

  #check(): Promise<void> {
    this.#checking ??= this.#checkNow().finally(() => {
      this.#checking = undefined;
      this.#checkedAt = performance.now();
    });
    return this.#checking;
  }

  async #checkNow(): Promise<void> {
    await this.#markPrimary();
    try {
      const [isReplica, position, cluster] = await firstRow(await this.#leases(), replicaPosition);
      this.#evaluate(isReplica === true, String(position ?? beginning), cluster);
    } catch (error) {
      this.#leaveOut((error as Error).message);
    }
  }

  async #markPrimary(): Promise<void> {
    if (!this.#freshness.needsMark) return;
    const at = performance.now();
    try {
      const [position, cluster, isDistributed] = await firstRow(this.#primary, primaryPosition);
      this.#cluster = cluster;
      this.#isDistributed = isDistributed === true;
      this.#freshness.mark({ at, position: String(position) });
    } catch {
      // The replica then does not count as fresher. A read from the primary reports the error.
    }
  }

  #evaluate(isReplica: boolean, position: string, cluster: unknown): void {
    this.#isOurs = isReplica && cluster === this.#cluster;
    if (this.#isOurs) {
      this.#leftOut = undefined;
      this.#freshness.reached(position);
    } else {
      this.#leaveOut(
        isReplica
          ? "it is not known to be a replica of this database's server"
          : "it is not a replica: it accepts writes",
      );
    }
  }

  #leaveOut(because: string): void {
    this.#freshness.reset();
    this.#leftOut = { because, until: performance.now() + pause };
  }

  #leases(): Promise<Leases> {
    this.#opening ??= openServerPool(this.#settings, { waitsForServer: false }).then(
      (pool) => new Leases(pool),
      (error) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }
}

const freshnessUnknown = () =>
  new ConfigurationError(
    "The age of a read from a replica is unknown on a distributed database: the coordinator's log does not contain the " +
      "games, and each worker has another log. Omit the replica, or read with `stale: { within: Infinity }`.",
  );

/** Runs a query whose answer is one row. */
async function firstRow(leases: Leases, query: WireQuery): Promise<readonly unknown[]> {
  const name = query.name ?? "a query";
  const lease = await leases.acquire({ name });
  try {
    const { rows } = await lease.connection.send(query);
    return rows[0] ?? [];
  } catch (error) {
    throw translateFailure(error, { name, mayHaveCommitted: false });
  } finally {
    lease.release();
  }
}
