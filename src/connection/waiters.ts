interface Waiter<Client> {
  /** Which caller it is, from 1. */
  readonly number: number;
  readonly give: (client: Client) => void;
  readonly refuse: (error: Error) => void;
  readonly deadline: NodeJS.Timeout;
  failure: unknown;
}

/** Makes the error of a caller who got nothing in time, given what kept new ones from being opened, if anything did. */
export type NoneInTime = (failure: unknown) => Error;

/** Those who wait for a client of a pool, in the order of asking. */
export class Waiters<Client> {
  readonly #waiting: Waiter<Client>[] = [];
  #callers = 0;

  get count(): number {
    return this.#waiting.length;
  }

  /** How many have asked so far. */
  get callers(): number {
    return this.#callers;
  }

  /** Waits for a client, so many milliseconds at most. */
  add(longest: number, noneInTime: NoneInTime): Promise<Client> {
    return new Promise((give, refuse) => {
      const deadline = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        refuse(noneInTime(waiter.failure));
      }, longest);
      this.#callers += 1;
      const waiter: Waiter<Client> = { number: this.#callers, give, refuse, deadline, failure: undefined };
      this.#waiting.push(waiter);
    });
  }

  /** Gives a client to who has waited longest. */
  give(client: Client): void {
    this.#take()?.give(client);
  }

  /** Refuses who has waited longest, if he is one of the first so many callers. */
  refuseOneOf(callers: number, error: Error): void {
    if ((this.#waiting[0]?.number ?? Number.POSITIVE_INFINITY) <= callers) this.#take()?.refuse(error);
  }

  refuseAll(error: Error): void {
    while (this.#waiting.length > 0) this.#take()?.refuse(error);
  }

  /** Notes what keeps clients from being opened, for those who wait now and may wait in vain. */
  note(failure: unknown): void {
    for (const waiter of this.#waiting) waiter.failure = failure;
  }

  #take(): Waiter<Client> | undefined {
    const waiter = this.#waiting.shift();
    clearTimeout(waiter?.deadline);
    return waiter;
  }
}
