import type { Executor } from "../../session/executor.js";
import { sharedExecutor } from "../../session/shared-database.js";

/** What the operations of every area are performed on. Each area adds its methods to those of the one before. */
export abstract class OperationsTarget {
  /** @internal */
  protected readonly executor: Executor;

  /** @param target a database, a session or a savepoint's scope; left out, the database of `DATABASE_URL` */
  constructor(target: Executor = sharedExecutor) {
    this.executor = target;
  }
}

type Operation = (this: OperationsTarget, ...given: unknown[]) => Promise<unknown>;

/**
 * Has every operation of a class performed by its executor, which then knows it by its name and as one call, however many
 * statements it takes.
 */
export function performOperations({ prototype }: { readonly prototype: OperationsTarget }): void {
  for (let part = prototype; part !== OperationsTarget.prototype; part = Object.getPrototypeOf(part)) {
    for (const [name, { value, ...described }] of Object.entries(Object.getOwnPropertyDescriptors(part))) {
      if (name === "constructor") continue;
      Object.defineProperty(part, name, { ...described, value: performed(name, value as Operation) });
    }
  }
}

function performed(name: string, operation: Operation): Operation {
  return function (...given) {
    const { executor } = this;
    if (executor.perform === undefined) return operation.apply(this, given);
    return executor.perform(name, () => operation.apply(this, given));
  };
}
