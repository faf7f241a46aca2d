import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { expect } from "vitest";
import { type Scope, type Session, TransactionAbortedError } from "../../../src/index.js";
import { deferred } from "../../support/deferred.js";
import { type Ground, LeftError, outcomeOf, perform, type RealOutcome } from "./real-calls.js";
import type { Call, Leaving, Outcome } from "./session-model.js";

interface OpenSavepoint {
  readonly scope: Scope;
  /** Makes calls from inside the savepoint's callback. */
  readonly inside: <Result>(call: () => Result) => Result;
  readonly leave: (how: Leaving) => Promise<unknown>;
}

/** A session and its open savepoints, with callbacks that wait for the command that ends them. */
export class RealSession {
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly #ground: Ground;
  readonly #savepoints: OpenSavepoint[] = [];
  #left: Scope | undefined;
  /** The failure because of which later calls are refused. */
  #failure: Error | undefined;

  constructor(session: Session, ground: Ground) {
    this.session = session;
    this.signal = session.signal;
    this.#ground = ground;
  }

  /** Compares the outcome with the model's; a refusal must have the first failure as its cause. */
  expect({ error, ...outcome }: RealOutcome, expected: Outcome): void {
    expect(outcome).toEqual(expected);
    if (error instanceof TransactionAbortedError) expect(error.cause).toBe(this.#failure);
    else if (error?.cause instanceof pg.DatabaseError) this.#failure = error;
  }

  perform(call: Call): Promise<RealOutcome> {
    return outcomeOf(perform(this.#innermost, call, this.#ground));
  }

  openSavepoint(): Promise<RealOutcome> {
    return outcomeOf(this.#openSavepoint());
  }

  async leaveSavepoint(how: Leaving): Promise<RealOutcome> {
    const { scope, leave } = this.#savepoints.pop() as OpenSavepoint;
    this.#left = scope;
    return outcomeOf(leave(how));
  }

  /** Makes a call from inside the innermost savepoint's callback. */
  inside(call: () => Promise<unknown>): Promise<RealOutcome> {
    const { inside } = this.#savepoints.at(-1) as OpenSavepoint;
    return outcomeOf(inside(call));
  }

  /** Uses the scope of the savepoint that was left last. */
  useLeftScope(): Promise<RealOutcome> {
    return outcomeOf(perform(this.#left as Scope, { kind: "read" }, this.#ground));
  }

  async end(): Promise<void> {
    while (this.#savepoints.length > 0) await this.leaveSavepoint("throw");
    await this.session.close();
  }

  get #innermost(): Scope {
    return this.#savepoints.at(-1)?.scope ?? this.session;
  }

  async #openSavepoint(): Promise<void> {
    const entered = deferred<Pick<OpenSavepoint, "scope" | "inside">>();
    const end = deferred();
    const running = this.#innermost.savepoint((scope) => {
      entered.resolve({ scope, inside: AsyncLocalStorage.snapshot() });
      return end.promise;
    });
    running.catch(entered.reject);
    const { scope, inside } = await entered.promise;
    const leave = (how: Leaving) => {
      if (how === "return") end.resolve();
      else end.reject(new LeftError());
      return running;
    };
    this.#savepoints.push({ scope, inside, leave });
  }
}
