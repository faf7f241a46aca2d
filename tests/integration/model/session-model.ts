import type { SessionState } from "../../../src/index.js";

/** One call on a session or on one of its savepoints. */
export type Call =
  | { readonly kind: "insert"; readonly player: number }
  | { readonly kind: "violate" }
  | { readonly kind: "read" }
  | { readonly kind: "onCommit"; readonly name: number }
  | { readonly kind: "savepoint"; readonly calls: readonly Call[]; readonly how: Leaving };

/** How a savepoint's callback ends. Before that it swallows the errors of its calls. */
export type Leaving = "return" | "throw";

/** The outcome of a call: a value, or the code of the error. */
export type Outcome = { readonly value: unknown } | { readonly code: string };

/** Whether this call may insert a player. */
export function inserts(call: Call): boolean {
  return call.kind === "insert" || (call.kind === "savepoint" && call.calls.some(inserts));
}

const done: Outcome = { value: undefined };
const failedWith = (code: string): Outcome => ({ code });

/** The work between a savepoint (or the beginning) and the next one. */
interface Stretch {
  readonly inserted: number[];
  readonly callbacks: number[];
}

/** The game's roster that is committed, and the onCommit callbacks that were called. */
export class StoreModel {
  readonly players = new Set<number>();
  readonly called: number[] = [];

  insertAlone(player: number): Outcome {
    if (this.players.has(player)) return failedWith("ROSTER_ENTRY_EXISTS");
    this.players.add(player);
    return done;
  }

  get roster(): number[] {
    return [...this.players].sort((one, other) => one - other);
  }
}

/** A model in memory of the documented behavior of a session. */
export class SessionModel {
  state: SessionState = "open";
  /** True when a savepoint was left by a command of its own. */
  hasLeft = false;
  readonly #store: StoreModel;
  #stretches: Stretch[] = [{ inserted: [], callbacks: [] }];

  constructor(store: StoreModel) {
    this.#store = store;
  }

  /** How many savepoints are open. */
  get depth(): number {
    return this.#stretches.length - 1;
  }

  get hasEnded(): boolean {
    return this.state === "committed" || this.state === "rolledBack";
  }

  /** True when it is certain that it will not commit. */
  get isDoomed(): boolean {
    return this.state === "rolledBack" || (this.state === "failed" && this.depth === 0);
  }

  /** True if another transaction that inserts a player would have to wait for this one. */
  get holdsGame(): boolean {
    return !this.hasEnded && this.#pending.length > 0;
  }

  perform(call: Call): Outcome {
    if (this.hasEnded) return failedWith("SESSION_CLOSED");
    if (call.kind === "onCommit") {
      this.#innermost.callbacks.push(call.name);
      return done;
    }
    if (call.kind === "savepoint") return this.#wholeSavepoint(call.calls, call.how);
    if (this.state === "failed") return failedWith("TRANSACTION_ABORTED");
    this.state = "active";
    switch (call.kind) {
      case "insert":
        return this.#insert(call.player);
      case "violate":
        return this.#fail("VALIDATION");
      case "read":
        return { value: [...this.#visible].sort((one, other) => one - other) };
    }
  }

  openSavepoint(): Outcome {
    if (this.hasEnded) return failedWith("SESSION_CLOSED");
    if (this.state === "failed") return failedWith("TRANSACTION_ABORTED");
    this.state = "active";
    this.#stretches.push({ inserted: [], callbacks: [] });
    return done;
  }

  /** Ends a savepoint's callback. The error that it throws is rethrown unchanged; here it is called `LEFT`. */
  leaveSavepoint(how: Leaving): Outcome {
    this.hasLeft = true;
    return this.#leave(how);
  }

  #leave(how: Leaving): Outcome {
    const left = this.#stretches.pop() as Stretch;
    const hadFailed = this.state === "failed";
    this.state = "active";
    if (how === "throw") return failedWith("LEFT");
    if (hadFailed) return failedWith("TRANSACTION_ABORTED");
    this.#innermost.inserted.push(...left.inserted);
    this.#innermost.callbacks.push(...left.callbacks);
    return done;
  }

  /** A call on a scope whose savepoint has been left. */
  useLeftScope(): Outcome {
    return failedWith(this.state === "failed" ? "TRANSACTION_ABORTED" : "SESSION_CLOSED");
  }

  commit(): Outcome {
    if (this.hasEnded) return failedWith("SESSION_CLOSED");
    if (this.state === "failed") {
      this.state = "rolledBack";
      return failedWith("TRANSACTION_ABORTED");
    }
    this.state = "committed";
    for (const player of this.#pending) this.#store.players.add(player);
    this.#store.called.push(...this.#stretches.flatMap(({ callbacks }) => callbacks));
    return done;
  }

  rollback(): Outcome {
    if (this.state === "committed") return failedWith("SESSION_CLOSED");
    this.state = "rolledBack";
    return done;
  }

  close(): Outcome {
    if (!this.hasEnded) this.state = "rolledBack";
    return done;
  }

  #wholeSavepoint(calls: readonly Call[], how: Leaving): Outcome {
    const opened = this.openSavepoint();
    if ("code" in opened) return opened;
    const outcomes = calls.map((call) => this.perform(call));
    const left = this.#leave(how);
    return "code" in left ? left : { value: outcomes };
  }

  #insert(player: number): Outcome {
    if (this.#visible.has(player)) return this.#fail("ROSTER_ENTRY_EXISTS");
    this.#innermost.inserted.push(player);
    return done;
  }

  #fail(code: string): Outcome {
    this.state = "failed";
    return failedWith(code);
  }

  get #innermost(): Stretch {
    return this.#stretches[this.#stretches.length - 1] as Stretch;
  }

  get #pending(): number[] {
    return this.#stretches.flatMap(({ inserted }) => inserted);
  }

  get #visible(): Set<number> {
    return new Set([...this.#store.players, ...this.#pending]);
  }
}
