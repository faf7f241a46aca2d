interface Waiter<Client> {
  /** The caller's number, from 1. */
  readonly number: number;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  readonly resolve: (client: Client) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Makes the error for a caller that has waited too long.
 *
 * @param failure why no new client could be opened; undefined if that is not the reason
 */
export type TimeoutError = (failure: unknown) => Error;

/** Callers that wait for a client of a pool, in order. All have the same time limit, so one timer serves them all. */
export class Waiters<Client> {
  readonly #limit: number;
  readonly #timeoutError: TimeoutError;
  /** The waiters from index `#first` on. Those before it were served: shifting a long array for each would take too long. */
  #waiting: (Waiter<Client> | undefined)[] = [];
  #first = 0;
  #timer: NodeJS.Timeout | undefined;
  #callers = 0;
  /** How many callers wait. */
  count = 0;
  /** Why no client could be opened, and the number of the last caller that waited then. */
  #failure: { readonly error: unknown; readonly upTo: number } | undefined;

  /** @param limit how long a caller waits, in milliseconds */
  constructor(limit: number, timeoutError: TimeoutError) {
    this.#limit = limit;
    this.#timeoutError = timeoutError;
  }

  /** How many callers have waited so far, including those that were served. */
  get callers(): number {
    return this.#callers;
  }

  add(): Promise<Client> {
    return new Promise((resolve, reject) => {
      this.#callers += 1;
      this.count += 1;
      const deadline = performance.now() + this.#limit;
      this.#waiting.push({ number: this.#callers, deadline, resolve, reject });
      this.#timer ??= setTimeout(this.#onTimer, this.#limit);
    });
  }

  /** Gives a client to the first caller. */
  give(client: Client): void {
    this.#shift()?.resolve(client);
  }

  /** Rejects the first caller if its number is at most this. */
  refuseFirst(upTo: number, error: Error): void {
    if ((this.#waiting[this.#first]?.number ?? Number.POSITIVE_INFINITY) <= upTo)
      this.#shift()?.reject(error);
  }

  refuseAll(error: Error): void {
    while (this.count > 0) this.#shift()?.reject(error);
  }

  /** Records why no client can be opened, for the timeout errors of the callers that wait now. */
  noteFailure(error: unknown): void {
    this.#failure = { error, upTo: this.#callers };
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    for (let first = this.#waiting[this.#first]; first !== undefined; first = this.#waiting[this.#first]) {
      if (first.deadline > now) {
        this.#timer = setTimeout(this.#onTimer, Math.ceil(first.deadline - now));
        return;
      }
      const { error, upTo = 0 } = this.#failure ?? {};
      this.#shift()?.reject(this.#timeoutError(first.number <= upTo ? error : undefined));
    }
  };

  #shift(): Waiter<Client> | undefined {
    const waiter = this.#waiting[this.#first];
    if (waiter === undefined) return undefined;
    this.#waiting[this.#first] = undefined;
    this.#first += 1;
    this.count -= 1;
    if (this.#first === this.#waiting.length) {
      this.#waiting = [];
      this.#first = 0;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    return waiter;
  }
}
