import { backoff } from "./backoff.js";
import type { Poolable, PoolRules } from "./pool-rules.js";
import { type NoneInTime, Waiters } from "./waiters.js";

interface Entry<Client> {
  readonly client: Client;
  endsAt: number;
  idleSince: number;
}

/** The part of a lifetime that is left to chance, so that what was opened together does not end together. */
const jitter = 0.2;
const longestSweep = 5_000;

/** Lends clients, each to one caller at a time, in the order of asking; the one that was used last goes first. */
export class ClientPool<Client> {
  readonly #of: Poolable<Client>;
  readonly #rules: PoolRules;
  readonly #entries = new Map<Client, Entry<Client>>();
  readonly #idle: Entry<Client>[] = [];
  readonly #waiters = new Waiters<Client>();
  readonly #endings = new Set<Promise<void>>();
  readonly #sweeper: NodeJS.Timeout | undefined;
  #opening = 0;
  /** How many are being looked at before they are lent. */
  #proving = 0;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;
  #isClosed = false;
  #whenClosed: (() => void) | undefined;

  constructor(of: Poolable<Client>, rules: PoolRules) {
    this.#of = of;
    this.#rules = rules;
    const limits = [rules.idleTimeout, rules.maxLifetime].filter((limit) => limit > 0);
    if (limits.length === 0 && rules.minSize === 0) return;
    const period = Math.max(10, Math.min(longestSweep, ...limits.map((limit) => limit / 4)));
    this.#sweeper = setInterval(() => this.#sweep(), period).unref();
  }

  get open(): number {
    return this.#entries.size;
  }

  get idle(): number {
    return this.#idle.length;
  }

  get waiting(): number {
    return this.#waiters.count;
  }

  /**
   * @param noneInTime makes the error for a caller who has waited too long
   * @throws what `noneInTime` makes, or what opening one threw
   */
  acquire(noneInTime: NoneInTime): Promise<Client> {
    const free = this.#idle.at(-1);
    if (free !== undefined && this.waiting === 0 && this.#isProven(free)) {
      this.#idle.pop();
      this.#of.hold(free.client, true);
      return Promise.resolve(free.client);
    }
    const waiting = this.#waiters.add(this.#rules.acquireTimeout, noneInTime);
    this.#serve();
    return waiting;
  }

  /** Takes one back; one that is broken is ended. */
  release(client: Client, isBroken: boolean): void {
    const entry = this.#entries.get(client);
    if (entry === undefined) return;
    if (isBroken || this.#isClosed || entry.endsAt <= Date.now()) {
      this.#end(entry);
    } else {
      entry.idleSince = Date.now();
      this.#idle.push(entry);
      this.#of.hold(client, false);
    }
    this.#serve();
  }

  /** Forgets one that has ended by itself. */
  remove(client: Client): void {
    const entry = this.#entries.get(client);
    if (entry === undefined) return;
    this.#end(entry);
    this.#serve();
  }

  /** Has none that is open now be lent again. */
  retireAll(): void {
    for (const entry of this.#entries.values()) entry.endsAt = 0;
    for (const entry of [...this.#idle]) this.#end(entry);
    this.#serve();
  }

  refuseWaiting(refusal: Error): void {
    this.#waiters.refuseAll(refusal);
  }

  /** Ends what is idle, and the others as they come back; settles when all are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweeper);
    clearTimeout(this.#pause);
    for (const entry of [...this.#idle]) this.#end(entry);
    if (this.#entries.size > 0 || this.#opening > 0) {
      await new Promise<void>((resolve) => {
        this.#whenClosed = resolve;
      });
    }
    await Promise.all(this.#endings);
  }

  /** Opens as many as are kept when nobody needs them. */
  fill(): void {
    if (this.#isClosed || this.#pause !== undefined) return;
    for (let count = this.#entries.size + this.#opening; count < this.#rules.minSize; count += 1)
      void this.#open();
  }

  #serve(): void {
    if (this.#isClosed) this.#noteEnd();
    for (let entry = this.#idle.at(-1); entry !== undefined; entry = this.#idle.at(-1)) {
      const isProven = this.#isProven(entry);
      if (this.waiting <= (isProven ? 0 : this.#proving)) break;
      this.#idle.pop();
      this.#of.hold(entry.client, true);
      if (isProven) this.#waiters.give(entry.client);
      else void this.#prove(entry);
    }
    if (this.#isClosed || this.#pause !== undefined) return;
    const room = () => this.#entries.size + this.#opening < this.#rules.size;
    while (this.#opening + this.#proving < this.waiting && room()) void this.#open();
  }

  #isProven({ idleSince }: Entry<Client>): boolean {
    return Date.now() - idleSince < this.#rules.unprovenAfter;
  }

  async #prove(entry: Entry<Client>): Promise<void> {
    this.#proving += 1;
    const isAlive = await this.#of.isAlive(entry.client);
    this.#proving -= 1;
    // What has dropped one that was idle has dropped the others too, and to look at each would take too long.
    if (!isAlive) for (const other of this.#idle.filter((idle) => !this.#isProven(idle))) this.#end(other);
    this.release(entry.client, !isAlive);
    // It may have gone by itself meanwhile, and then nobody else looks after who waits for it.
    this.#serve();
  }

  async #open(): Promise<void> {
    this.#opening += 1;
    const { callers } = this.#waiters;
    try {
      const client = await this.#of.open();
      this.#opening -= 1;
      this.#failures = 0;
      this.#entries.set(client, { client, endsAt: this.#endOfLife(), idleSince: Date.now() });
      this.release(client, false);
    } catch (error) {
      this.#opening -= 1;
      this.#failed(error, callers);
      this.#serve();
    }
  }

  /** @param callers how many had called when this attempt began: who came later waits for another one */
  #failed(error: unknown, callers: number): void {
    if (!this.#of.isPassing(error)) {
      this.#waiters.refuseOneOf(callers, error as Error);
      return;
    }
    this.#waiters.note(error);
    if (this.#isClosed || this.#pause !== undefined) return;
    const goOn = () => {
      this.#pause = undefined;
      this.#serve();
    };
    this.#pause = setTimeout(goOn, backoff(this.#failures)).unref();
    this.#failures += 1;
  }

  #endOfLife(): number {
    const { maxLifetime } = this.#rules;
    return maxLifetime === 0
      ? Number.POSITIVE_INFINITY
      : Date.now() + maxLifetime * (1 - jitter * Math.random());
  }

  #sweep(): void {
    const now = Date.now();
    const { idleTimeout, minSize } = this.#rules;
    for (const entry of [...this.#idle]) {
      const isSuperfluous =
        idleTimeout > 0 && now - entry.idleSince >= idleTimeout && this.#entries.size > minSize;
      if (isSuperfluous || entry.endsAt <= now) this.#end(entry);
    }
    this.fill();
  }

  #end(entry: Entry<Client>): void {
    this.#entries.delete(entry.client);
    const index = this.#idle.indexOf(entry);
    if (index >= 0) this.#idle.splice(index, 1);
    // Otherwise the process could end while this is waited for.
    this.#of.hold(entry.client, true);
    const ending = this.#of.end(entry.client).finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
    if (this.#isClosed) this.#noteEnd();
  }

  #noteEnd(): void {
    if (this.#entries.size === 0 && this.#opening === 0) this.#whenClosed?.();
  }
}
