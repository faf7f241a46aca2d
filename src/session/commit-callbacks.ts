/** What a caller wants done once the transaction has provenly committed. */
export type CommitCallback = () => unknown;

/** The callbacks of one transaction, in the order of registration, each with the scope that it came from. */
export class CommitCallbacks<Scope> {
  #entries: { readonly scope: Scope; readonly callback: CommitCallback }[] = [];

  add(scope: Scope, callback: CommitCallback): void {
    this.#entries.push({ scope, callback });
  }

  /** Forgets those of a scope that was rolled back. */
  forget(isOf: (scope: Scope) => boolean): void {
    this.#entries = this.#entries.filter(({ scope }) => !isOf(scope));
  }

  /** Calls them all, each after the one before it has settled; gives what those that failed threw. */
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
