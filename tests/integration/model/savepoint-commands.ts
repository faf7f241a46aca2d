import { SessionCommand } from "./commands.js";
import { outcomeOf } from "./real-calls.js";
import type { RealSession } from "./real-session.js";
import type { Leaving, SessionModel } from "./session-model.js";

const deepest = 4;

/** Opens a savepoint in the innermost one. */
export class OpenSavepoint extends SessionCommand {
  protected override isPossible({ depth }: SessionModel): boolean {
    return depth < deepest;
  }

  protected async perform(model: SessionModel, real: RealSession): Promise<void> {
    real.expect(await real.openSavepoint(), model.openSavepoint());
  }

  protected describe(): string {
    return "savepoint";
  }
}

/** Ends the innermost savepoint's callback. */
export class LeaveSavepoint extends SessionCommand {
  readonly #how: Leaving;

  constructor(place: number, how: Leaving) {
    super(place);
    this.#how = how;
  }

  protected override isPossible({ depth }: SessionModel): boolean {
    return depth > 0;
  }

  protected async perform(model: SessionModel, real: RealSession): Promise<void> {
    real.expect(await real.leaveSavepoint(this.#how), model.leaveSavepoint(this.#how));
  }

  protected describe(): string {
    return `${this.#how} from the savepoint`;
  }
}

/** Commits while savepoints are open: the commit waits until each has returned. */
export class CommitAround extends SessionCommand {
  protected override isPossible({ depth }: SessionModel): boolean {
    return depth > 0;
  }

  protected async perform(model: SessionModel, real: RealSession): Promise<void> {
    const committing = outcomeOf(real.session.commit());
    while (model.depth > 0) real.expect(await real.leaveSavepoint("return"), model.leaveSavepoint("return"));
    real.expect(await committing, model.commit());
  }

  protected describe(): string {
    return "commit, then return from every savepoint";
  }
}
