import { AnswerOrder } from "./answer-order.js";
import { checkMessage, headerLength, lengthOf } from "./messages.js";

/** What pg 8.23's connection has, and its type declarations leave out. */
interface GuardedConnection {
  readonly stream: { destroy(): void };
  emit(event: string, ...given: unknown[]): boolean;
  attachListeners(stream: object): void;
}

const orders = new WeakMap<object, AnswerOrder>();

/** The order of what comes on a connection of pg's; none where it is not guarded. */
export function orderOn(connection: object): AnswerOrder | undefined {
  return orders.get(connection);
}

/** Cuts a connection. Who waits for an answer is told why. */
export function cut(connection: GuardedConnection, why: Error): void {
  try {
    connection.emit("error", why);
  } finally {
    connection.stream.destroy();
  }
}

/**
 * Has pg see only whole messages that are well-formed and in order. The first that is not ends the connection, and so
 * does whatever pg throws: it does that in a listener of the socket's, where it would end the process.
 */
export function guard(connection: GuardedConnection): void {
  const { attachListeners } = connection;
  const order = new AnswerOrder();
  orders.set(connection, order);
  connection.attachListeners = (stream) => {
    const on = (event: string, listener: (bytes: Buffer) => void) => {
      const { on: listen } = stream as { on(event: string, listener: (bytes: Buffer) => void): void };
      const guarded = event === "data" ? guardedListener(listener) : listener;
      listen.call(stream, event, guarded);
    };
    attachListeners.call(connection, { on });
  };

  const guardedListener = (pass: (bytes: Buffer) => void) => {
    const incoming = new IncomingMessages((bytes, start, end) => {
      checkMessage(bytes, start, end);
      order.accept(bytes, start, end);
    }, pass);
    let isOver = false;
    return (chunk: Buffer) => {
      if (isOver) return;
      try {
        incoming.take(chunk);
      } catch (error) {
        isOver = true;
        cut(connection, error as Error);
      }
    };
  };
}

/** Cuts what comes of a socket into whole messages, has each checked, and passes on those that were found good. */
class IncomingMessages {
  readonly #check: (bytes: Buffer, start: number, end: number) => void;
  readonly #pass: (bytes: Buffer) => void;
  #held: Buffer[] = [];
  #heldLength = 0;
  /** How many bytes it takes until there is something to do. */
  #wanted = headerLength;

  constructor(check: (bytes: Buffer, start: number, end: number) => void, pass: (bytes: Buffer) => void) {
    this.#check = check;
    this.#pass = pass;
  }

  /** @throws whatever the check throws, once all that is before has been passed on */
  take(chunk: Buffer): void {
    this.#held.push(chunk);
    this.#heldLength += chunk.length;
    if (this.#heldLength < this.#wanted) return;
    const bytes = this.#held.length === 1 ? chunk : Buffer.concat(this.#held);
    let at = 0;
    try {
      for (this.#wanted = headerLength; bytes.length - at >= headerLength; ) {
        const length = lengthOf(bytes, at);
        if (bytes.length - at < length) {
          this.#wanted = length;
          break;
        }
        this.#check(bytes, at, at + length);
        at += length;
      }
    } finally {
      this.#held = at === bytes.length ? [] : [bytes.subarray(at)];
      this.#heldLength = bytes.length - at;
      if (at > 0) this.#pass(at === bytes.length ? bytes : bytes.subarray(0, at));
    }
  }
}
