interface Waiter<Client> {
  /** The caller's number, from 1. */
  readonly number: number;
  readonly give: (client: Client) => void;
  readonly refuse: (error: Error) => void;
  readonly deadline: NodeJS.Timeout;
  failure: unknown;
}

/** Makes the error for a caller who has waited too long, given why no new client could be opened, if that is the reason. */
export type TimeoutError = (failure: unknown) => Error;

/** Callers that wait for a client of a pool, in order. */
export class Waiters<Client> {
  readonly #waiting: Waiter<Client>[] = [];
  #callers = 0;

  get count(): number {
    return this.#waiting.length;
  }

  /** How many callers have waited so far. */
  get callers(): number {
    return this.#callers;
  }

  /** Waits for a client, up to a limit in milliseconds. */
  add(limit: number, timeoutError: TimeoutError): Promise<Client> {
    return new Promise((give, refuse) => {
      const deadline = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        refuse(timeoutError(waiter.failure));
      }, limit);
      this.#callers += 1;
      const waiter: Waiter<Client> = { number: this.#callers, give, refuse, deadline, failure: undefined };
      this.#waiting.push(waiter);
    });
  }

  /** Gives a client to the first caller. */
  give(client: Client): void {
    this.#take()?.give(client);
  }

  /** Refuses the first caller if its number is at most this. */
  refuseFirst(upTo: number, error: Error): void {
    if ((this.#waiting[0]?.number ?? Number.POSITIVE_INFINITY) <= upTo) this.#take()?.refuse(error);
  }

  refuseAll(error: Error): void {
    while (this.#waiting.length > 0) this.#take()?.refuse(error);
  }

  /** Records why no client can be opened, for the timeout errors of the callers that wait now. */
  noteFailure(failure: unknown): void {
    for (const waiter of this.#waiting) waiter.failure = failure;
  }

  #take(): Waiter<Client> | undefined {
    const waiter = this.#waiting.shift();
    clearTimeout(waiter?.deadline);
    return waiter;
  }
}
