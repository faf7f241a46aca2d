import type { FeedEvent } from "./events.js";
import type { EventSource } from "./follower.js";

/** The events of a source as they are shown, as an async iterator. */
export class EventIterator<Shown> implements AsyncIterableIterator<Shown>, AsyncDisposable {
  readonly #source: EventSource;
  readonly #show: (event: FeedEvent) => Shown | null;
  /** The call before, for who calls `next` again without waiting. */
  #before: Promise<unknown> | undefined;

  constructor(source: EventSource, show: (event: FeedEvent) => Shown | null) {
    this.#source = source;
    this.#show = show;
  }

  next(): Promise<IteratorResult<Shown, undefined>> {
    const next = this.#before === undefined ? this.#next() : this.#before.then(() => this.#next());
    const settled: Promise<void> = next.then(
      () => this.#done(settled),
      () => this.#done(settled),
    );
    this.#before = settled;
    return next;
  }

  async return(): Promise<IteratorResult<Shown, undefined>> {
    this.#source.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#source.end();
  }

  #done(call: Promise<unknown>): void {
    if (this.#before === call) this.#before = undefined;
  }

  async #next(): Promise<IteratorResult<Shown, undefined>> {
    for (;;) {
      const event = await this.#source.take();
      if (event === undefined) return { value: undefined, done: true };
      const value = this.#shown(event);
      if (value !== null) return { value, done: false };
    }
  }

  #shown(event: FeedEvent): Shown | null {
    try {
      return this.#show(event);
    } catch (error) {
      this.#source.end();
      throw error;
    }
  }
}
