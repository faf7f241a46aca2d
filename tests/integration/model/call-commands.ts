import { describeCall, type Model, SessionCommand } from "./commands.js";
import { outcomeOf, type RealOutcome } from "./real-calls.js";
import type { RealSession } from "./real-session.js";
import type { Call, SessionModel } from "./session-model.js";

/** Calls in the innermost savepoint: one after the other, or all together. */
export class Calls extends SessionCommand {
  readonly #calls: readonly Call[];
  readonly #together: boolean;

  constructor(place: number, calls: readonly Call[], together: boolean) {
    super(place);
    this.#calls = calls;
    this.#together = together;
  }

  protected override isPossible(session: SessionModel, model: Readonly<Model>): boolean {
    return model.isFree(this.#calls, session);
  }

  protected async perform(model: SessionModel, real: RealSession): Promise<void> {
    if (this.#together) {
      const outcomes = await Promise.all(this.#calls.map((call) => real.perform(call)));
      const answered = this.#calls.map((call, index) => ({ call, outcome: outcomes[index] as RealOutcome }));
      // onCommit registers when it is called, and so before any of the others has its answer.
      const isAtOnce = ({ call }: { call: Call }) => call.kind === "onCommit";
      const inOrder = [...answered.filter(isAtOnce), ...answered.filter((one) => !isAtOnce(one))];
      for (const { call, outcome } of inOrder) real.expect(outcome, model.perform(call));
      return;
    }
    for (const call of this.#calls) real.expect(await real.perform(call), model.perform(call));
  }

  protected describe(): string {
    return `${this.#calls.map(describeCall).join(", ")}${this.#together ? " (together)" : ""}`;
  }
}

export type End = "commit" | "rollback" | "close";

/** Calls the session, or ends it, from inside one of its savepoints. */
export class UseOuter extends SessionCommand {
  readonly #what: "run" | "savepoint" | End;

  constructor(place: number, what: "run" | "savepoint" | End) {
    super(place);
    this.#what = what;
  }

  protected override isPossible({ depth }: SessionModel): boolean {
    return depth > 0;
  }

  protected async perform(_: SessionModel, real: RealSession): Promise<void> {
    const { session } = real;
    const calls = {
      run: () => session.run((db) => db.execute("select 1")),
      savepoint: () => session.savepoint(async () => {}),
      commit: () => session.commit(),
      rollback: () => session.rollback(),
      close: () => session.close(),
    };
    real.expect(await real.inside(calls[this.#what]), { code: "STATEMENT_REFUSED" });
  }

  protected describe(): string {
    return `${this.#what} on the session, from inside its savepoint`;
  }
}

/** Uses a savepoint's scope after its end. */
export class UseLeftScope extends SessionCommand {
  protected override isPossible({ hasLeft }: SessionModel): boolean {
    return hasLeft;
  }

  protected async perform(model: SessionModel, real: RealSession): Promise<void> {
    real.expect(await real.useLeftScope(), model.useLeftScope());
  }

  protected describe(): string {
    return "use the savepoint that was left last";
  }
}

/** Ends the session, or tries to if it has ended. */
export class EndSession extends SessionCommand {
  readonly #how: End;

  constructor(place: number, how: End) {
    super(place);
    this.#how = how;
  }

  protected override isPossible({ depth }: SessionModel): boolean {
    return depth === 0;
  }

  protected async perform(model: SessionModel, real: RealSession): Promise<void> {
    real.expect(await outcomeOf(real.session[this.#how]()), model[this.#how]());
  }

  protected describe(): string {
    return this.#how;
  }
}
