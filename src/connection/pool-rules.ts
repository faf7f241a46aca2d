/** What a pool must be able to do with what it lends. */
export interface Poolable<Client> {
  /** Makes one. */
  open(): Promise<Client>;
  /** True when opening failed for a reason that passes by itself: it is then tried again while somebody waits. */
  isPassing(error: unknown): boolean;
  /** True when one that has been idle for a while still works. Never throws. */
  isAlive(client: Client): Promise<boolean>;
  /** Keeps the process alive for it, or no longer. */
  hold(client: Client, isHeld: boolean): void;
  /** Ends it; settles when it is gone. Never throws. */
  end(client: Client): Promise<void>;
}

/** How many a pool keeps, and how long; times in milliseconds. */
export interface PoolRules {
  /** The most that are open at once. */
  readonly size: number;
  /** How many stay open when nobody needs them. */
  readonly minSize: number;
  /** One that was idle for so long is ended; 0 for never. */
  readonly idleTimeout: number;
  /** One that was open for so long is ended when it is idle; 0 for never. */
  readonly maxLifetime: number;
  /** One that was idle for so long is looked at before it is lent. */
  readonly unprovenAfter: number;
  /** How long a caller waits. */
  readonly acquireTimeout: number;
}
