/** Called after the transaction has committed. */
export type CommitCallback = () => unknown;

/** What registers callbacks: the whole transaction, or a savepoint within it. */
interface CallbackScope {
  /** True when this scope is a savepoint of that one, or of a savepoint within it. */
  isWithin(scope: CallbackScope): boolean;
}

/** The callbacks of one transaction, in the order of registration. */
export class CommitCallbacks {
  #entries: { readonly scope: CallbackScope; readonly callback: CommitCallback }[] = [];

  add(scope: CallbackScope, callback: CommitCallback): void {
    this.#entries.push({ scope, callback });
  }

  /** Removes the callbacks of a scope that was rolled back. */
  remove(rolledBack: CallbackScope): void {
    this.#entries = this.#entries.filter(({ scope }) => scope !== rolledBack && !scope.isWithin(rolledBack));
  }

  /** Calls them all, one after the other. @returns what the callbacks that failed have thrown */
  async run(): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const { callback } of this.#entries) {
      try {
        await callback();
      } catch (error) {
        failures.push(error);
      }
    }
    return failures;
  }
}
