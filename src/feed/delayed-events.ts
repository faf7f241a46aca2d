import type { FeedEvent } from "./feed-events.js";
import type { EventSource } from "./follower.js";

/** The most events that wait; until one is taken, no more are taken from the source. */
const mostWaiting = 1_000;

interface DelayedEvent {
  readonly event: FeedEvent;
  readonly cursors: string;
  readonly due: number;
}

/** Delivers each event a fixed number of milliseconds after the source delivered it. */
export class DelayedEvents implements EventSource {
  readonly #source: EventSource;
  readonly #delay: number;
  readonly #waiting: DelayedEvent[] = [];
  #wake: (() => void) | undefined;
  #isFilling = false;
  #isOver = false;
  #isEnded = false;
  cursors: string;

  constructor(source: EventSource, delay: number) {
    this.#source = source;
    this.#delay = delay;
    this.cursors = source.cursors;
  }

  async take(): Promise<FeedEvent | undefined> {
    for (;;) {
      void this.#fill();
      if (this.#isEnded || this.wasEnded) return undefined;
      const [next] = this.#waiting;
      if (next === undefined && this.#isOver) return undefined;
      const time = next === undefined ? undefined : next.due - performance.now();
      if (next !== undefined && (time as number) <= 0) {
        this.#waiting.shift();
        this.cursors = next.cursors;
        return next.event;
      }
      await this.#wait(time);
    }
  }

  get wasEnded(): boolean {
    return this.#source.wasEnded;
  }

  end(): void {
    this.#isEnded = true;
    this.#source.end();
    this.#wake?.();
  }

  /** Takes from the source as long as there is room, also while nothing is taken from here. */
  async #fill(): Promise<void> {
    if (this.#isFilling) return;
    this.#isFilling = true;
    while (this.#waiting.length < mostWaiting && !this.#isEnded) {
      const event = await this.#source.take();
      if (event === undefined) {
        this.#isOver = true;
        break;
      }
      const { cursors } = this.#source;
      this.#waiting.push({ event, cursors, due: performance.now() + this.#delay });
      this.#wake?.();
    }
    this.#isFilling = this.#isOver;
    this.#wake?.();
  }

  async #wait(time: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (time !== undefined) timer = setTimeout(resolve, Math.ceil(time));
    });
    clearTimeout(timer);
  }
}
