import pg, { type ClientConfig } from "pg";
import { AnswerOrder } from "./answer-order.js";
import { watchForLoss } from "./loss.js";
import { checkMessage, code, headerLength, lengthOf, severityOf } from "./messages.js";

type Listener = (...given: never[]) => void;

/** What pg 8.23's connection has, and its type declarations leave out. */
interface PgConnectionParts {
  readonly stream: { destroy(): void };
  on(event: string, listener: Listener): void;
  emit(event: string, ...given: unknown[]): boolean;
  attachListeners(stream: object): void;
}

/** A client of pg's on which nothing that a server sends can end the process, or be taken for what it is not. */
export class Client extends pg.Client {
  /** What the server reports of its settings, and reports again when they change. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly order: AnswerOrder;

  /** @param checksOrder false where queries of pg's own are sent, whose order only pg knows */
  constructor(config: ClientConfig, { checksOrder }: { readonly checksOrder: boolean }) {
    super(config);
    watchForLoss(this);
    this.order = new AnswerOrder(checksOrder);
    const connection = this.connection as unknown as PgConnectionParts;
    orders.set(connection, this.order);
    this.parameters = reportedBy(connection);
    guard(connection, this.order);
  }

  /** Connects, and leaves no socket behind when it cannot. */
  async open(): Promise<this> {
    try {
      await this.connect();
      return this;
    } catch (error) {
      this.connection.stream.destroy();
      throw error;
    }
  }

  /** Cuts the connection. Who waits for an answer is told why. */
  fail(why: Error): void {
    cut(this.connection as unknown as PgConnectionParts, why);
  }
}

const orders = new WeakMap<object, AnswerOrder>();

/** The order of what comes on a connection of pg's; none where it is not one of ours. */
export function orderOn(connection: object): AnswerOrder | undefined {
  return orders.get(connection);
}

function reportedBy(connection: PgConnectionParts): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  connection.on("parameterStatus", (message: { parameterName: string; parameterValue: string }) => {
    parameters.set(message.parameterName, message.parameterValue);
  });
  return parameters;
}

function cut(connection: PgConnectionParts, why: Error): void {
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
function guard(connection: PgConnectionParts, order: AnswerOrder): void {
  const attachListeners = connection.attachListeners;
  const severities: (string | undefined)[] = [];
  connection.on("errorMessage", (error: { severity?: string | undefined }) => {
    // pg gives the severity in the server's language.
    error.severity = severities.shift() ?? error.severity;
  });
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
      if (bytes[start] === code.errorResponse) severities.push(severityOf(bytes, start, end));
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
