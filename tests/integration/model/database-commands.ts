import { expect } from "vitest";
import { DatabaseOperations, type Session } from "../../../src/index.js";
import { type Command, describeCall, type Model, type Real } from "./commands.js";
import { insert, LeftError, outcomeOf, perform, rosterOf } from "./real-calls.js";
import { type Call, SessionModel } from "./session-model.js";

/** An operation that is its own transaction. */
export class InsertAlone implements Command {
  readonly #player: number;

  constructor(player: number) {
    this.#player = player;
  }

  check(model: Readonly<Model>): boolean {
    return model.isFree([{ kind: "insert", player: this.#player }]);
  }

  async run({ store }: Model, { database, gameId }: Real): Promise<void> {
    const inserting = insert(new DatabaseOperations(database), gameId, this.#player);
    expect(await outcomeOf(inserting)).toMatchObject(store.insertAlone(this.#player));
  }

  toString(): string {
    return `alone: insert ${this.#player}`;
  }
}

/** Checks what another connection sees. */
export class Look implements Command {
  check(): boolean {
    return true;
  }

  async run({ store }: Model, { database, gameId }: Real): Promise<void> {
    expect(await rosterOf(new DatabaseOperations(database), gameId)).toEqual(store.roster);
  }

  toString(): string {
    return "alone: look";
  }
}

/** How a transaction's callback ends: `forget` returns without waiting for its last call. */
export type Ending = "return" | "throw" | "forget";

/** A complete `database.transaction()` with a callback that swallows the errors of its calls. */
export class WholeTransaction implements Command {
  readonly #calls: readonly Call[];
  readonly #ending: Ending;

  constructor(calls: readonly Call[], ending: Ending) {
    this.#calls = calls;
    this.#ending = ending;
  }

  check(model: Readonly<Model>): boolean {
    return model.isFree(this.#calls);
  }

  async run({ store }: Model, real: Real): Promise<void> {
    const model = new SessionModel(store);
    let forgot = false;
    const work = real.database.transaction(async (session) => {
      forgot = await this.#callback(session, model, real);
    });
    const { error: _, ...outcome } = await outcomeOf(work);
    if (forgot) expect(outcome).toEqual({ code: "UNSETTLED_OPERATIONS" });
    else if (this.#ending === "throw") expect(outcome).toEqual({ code: "LEFT" });
    else expect(outcome).toEqual(model.commit());
    expect(real.called).toEqual(store.called);
  }

  /** @returns true if it did not await its last call; a call that is refused immediately does not count */
  async #callback(session: Session, model: SessionModel, real: Real): Promise<boolean> {
    for (const [index, call] of this.#calls.entries()) {
      const isLast = index === this.#calls.length - 1;
      const calling = outcomeOf(perform(session, call, real));
      if (this.#ending === "forget" && isLast && model.state !== "failed" && call.kind !== "onCommit")
        return true;
      const { error: _, ...outcome } = await calling;
      expect(outcome).toEqual(model.perform(call));
    }
    if (this.#ending === "throw") throw new LeftError();
    return false;
  }

  toString(): string {
    return `transaction: ${[...this.#calls.map(describeCall), this.#ending].join(", ")}`;
  }
}
