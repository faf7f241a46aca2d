import type { Connection, ConnectionPool, PoolFigures } from "../../connection/connection.js";
import { type ConnectionSettings, describeTarget } from "../../connection/settings.js";
import { ConfigurationError, DatabaseClosedError, PoolExhaustedError } from "../../errors/errors.js";
import { IsolatedConnection } from "./isolated-connection.js";

interface Waiting {
  readonly take: () => void;
  readonly refuse: (refusal: Error) => void;
}

/** A pool of one connection, which callers use one after the other, in order. */
export class IsolatedPool implements ConnectionPool {
  readonly settings: ConnectionSettings;
  readonly #outer: Connection;
  readonly #queue: Waiting[] = [];
  #isInUse = false;

  constructor(outer: Connection, settings: ConnectionSettings) {
    this.#outer = outer;
    this.settings = settings;
  }

  get figures(): PoolFigures {
    return { open: 1, idle: this.#isInUse ? 0 : 1, waiting: this.#queue.length, limit: 1 };
  }

  async acquire(): Promise<Connection> {
    if (this.#isInUse) await this.#turn();
    this.#isInUse = true;
    return new IsolatedConnection(this.#outer, () => this.#next());
  }

  withClient(): Promise<never> {
    return Promise.reject(new ConfigurationError("Migrate the database before isolating a test on it."));
  }

  refuseWaiting(): void {
    const refusal = new DatabaseClosedError("The isolated test's database was closed.");
    for (const { refuse } of this.#queue.splice(0)) refuse(refusal);
  }

  async close(): Promise<void> {}

  #turn(): Promise<void> {
    const { connectTimeout } = this.settings.options;
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        take: () => {
          clearTimeout(timer);
          resolve();
        },
        refuse: (refusal) => {
          clearTimeout(timer);
          reject(refusal);
        },
      };
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        reject(
          new PoolExhaustedError(
            `An isolated test has one connection to ${describeTarget(this.settings)}, and a session uses it. Use that session, or end it first.`,
          ),
        );
      }, connectTimeout);
      this.#queue.push(waiting);
    });
  }

  #next(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#isInUse = false;
    else next.take();
  }
}
