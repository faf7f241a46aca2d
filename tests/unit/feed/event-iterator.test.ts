import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventIterator, type EventSource } from "../../../src/feed/follower.js";
import type { FeedEvent } from "../../../src/feed.js";

/** A source with events that the test sends. */
class TestSource implements EventSource {
  readonly #takers: ((event: FeedEvent | undefined) => void)[] = [];
  readonly #events: (FeedEvent | undefined)[] = [];
  wasEnded = false;
  cursors = "";

  take(): Promise<FeedEvent | undefined> {
    return new Promise((resolve) => {
      if (this.#events.length > 0) resolve(this.#events.shift());
      else this.#takers.push(resolve);
    });
  }

  put(event: FeedEvent | undefined): void {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#events.push(event);
    else taker(event);
  }

  end(): void {
    this.wasEnded = true;
    for (const taker of this.#takers.splice(0)) taker(undefined);
    this.#events.push(undefined, undefined, undefined);
  }
}

const numbered = (number: number) => ({ type: "status", cursor: `${number}` }) as unknown as FeedEvent;
const isEven = (event: FeedEvent) => (Number(event.cursor) % 2 === 0 ? event.cursor : null);

describe("the events of a loop", () => {
  it("come in order and once, without the hidden ones, however many are requested together", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }),
        fc.array(fc.nat(9)),
        async (calls, numbers) => {
          const source = new TestSource();
          const events = new EventIterator(source, isEven);
          const results: Promise<IteratorResult<string, undefined>>[] = [];
          const put = numbers.map((number) => () => source.put(numbered(number)));
          for (const count of calls) {
            for (let call = 0; call < count; call += 1) results.push(events.next());
            put.shift()?.();
            await Promise.resolve();
          }
          for (const each of put) each();
          const visible = numbers.filter((number) => number % 2 === 0).map(String);
          const asked = results.length;
          for (let rest = 0; rest < asked; rest += 1) source.put(undefined);
          const values = (await Promise.all(results)).map(({ value }) => value);
          // A hidden event does not answer a call: only the calls after the last event end without one.
          const expected = Array.from({ length: asked }, (_, call) => visible[call]);
          expect(values).toEqual(expected);
        },
      ),
    );
  });

  it("end with the source, even if an event has just arrived", async () => {
    const source = new TestSource();
    const events = new EventIterator(source, (event) => event);
    const next = events.next();
    source.put(numbered(1));
    source.end();
    expect(await next).toEqual({ value: undefined, done: true });
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  it("end with the error that the view throws", async () => {
    const source = new TestSource();
    const events = new EventIterator(source, () => {
      throw new Error("no view");
    });
    const [first, second] = [events.next(), events.next()];
    source.put(numbered(1));
    await expect(first).rejects.toThrow("no view");
    expect(await second).toEqual({ value: undefined, done: true });
    expect(source.wasEnded).toBe(true);
  });
});
