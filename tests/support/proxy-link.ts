import { connect, type Socket } from "node:net";
import {
  endsAnswer,
  endsRequest,
  isCancelRequest,
  labelsOf,
  type Message,
  MessageReader,
  processIdOf,
  transactionStatus,
} from "./wire-messages.js";

/**
 * Where a request can be: `request` held before the server has it, `sent` when the server has just been given it,
 * `answer` when it was executed and its whole answer is held before the client has it.
 */
export type Moment = "request" | "sent" | "answer";

/** What happens to the request or answer that is held. */
export type Verdict = "pass" | "drop";

/** Called at each step of each request; nothing is passed on in that direction until its promise settles. */
export type Watcher = (
  moment: Moment,
  labels: readonly string[],
  link: ProxyLink,
) => Promise<Verdict> | Verdict;

/** One connection through the proxy: a socket to the client, one to the server, and the bytes in between. */
export class ProxyLink {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #watch: Watcher;
  readonly #unanswered: (readonly string[])[] = [];
  #requests: Promise<unknown> = Promise.resolve();
  #answers: Promise<unknown> = Promise.resolve();
  #swallows = false;
  #clientIsGone = false;
  #processId = 0;
  #status = "";

  constructor(client: Socket, serverPort: number, watch: Watcher) {
    this.#client = client;
    this.#server = connect(serverPort, "127.0.0.1");
    this.#watch = watch;
    for (const socket of [this.#client, this.#server]) socket.setNoDelay(true).on("error", () => {});
    this.#readClient();
    this.#readServer();
  }

  /** The server process behind this connection. */
  get processId(): number {
    return this.#processId;
  }

  /** True while the client holds its end. */
  get isHeld(): boolean {
    return !this.#client.destroyed;
  }

  /** What the server last said: `I` idle, `T` in a transaction, `E` in a failed one. */
  get status(): string {
    return this.#status;
  }

  /** Ends both sockets. */
  cut(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** Ends both sockets with a RST. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  /** From now on nothing is passed on in either direction, not even the closing of a side. */
  swallow(): void {
    this.#swallows = true;
  }

  /** Closes only the client's socket: the server does not notice, and still gets what is held for it. */
  loseClient(): void {
    this.#clientIsGone = true;
    this.#client.destroy();
  }

  /** Sends the server something that the client did not send. The answer goes to the client unless it is dropped. */
  inject(label: string, bytes: Buffer): void {
    this.#unanswered.push([label]);
    write(this.#server, bytes);
  }

  /** Sends the client something that the server did not send. */
  answer(...bytes: Buffer[]): void {
    write(this.#client, Buffer.concat(bytes));
  }

  #readClient(): void {
    const reader = new MessageReader("client");
    let held: Message[] = [];
    this.#client.on("data", (chunk) => {
      for (const message of reader.read(chunk)) {
        held.push(message);
        const request = held;
        if (message.type === "")
          this.#inTurn("requests", () =>
            this.#ask([isCancelRequest(message) ? "cancel" : "startup"], request),
          );
        else if (endsRequest(message)) this.#inTurn("requests", () => this.#ask(labelsOf(request), request));
        else if ("pX".includes(message.type))
          this.#inTurn("requests", () => this.#pass(this.#server, request));
        else continue;
        held = [];
      }
    });
    this.#client.on("close", () =>
      this.#inTurn("requests", () => {
        if (!this.#swallows && !this.#clientIsGone) this.#server.end();
      }),
    );
  }

  #readServer(): void {
    const reader = new MessageReader("server");
    const held: Message[] = [];
    const takeHeld = () => held.splice(0);
    this.#server.on("data", (chunk) => {
      for (const message of reader.read(chunk)) {
        held.push(message);
        if (message.type === "K") this.#processId = processIdOf(message);
        if (endsAnswer(message)) {
          const answer = takeHeld();
          this.#inTurn("answers", () => this.#deliver(answer, transactionStatus(message)));
        } else if (message.type === "R") {
          const challenge = takeHeld();
          this.#inTurn("answers", () => this.#pass(this.#client, challenge));
        }
      }
    });
    this.#server.on("close", () => {
      const lastWords = takeHeld();
      this.#inTurn("answers", () => {
        this.#pass(this.#client, lastWords);
        if (!this.#swallows) this.#client.end();
      });
    });
  }

  async #ask(labels: readonly string[], messages: readonly Message[]): Promise<void> {
    const isCancel = labels.includes("cancel");
    if ((await this.#watch("request", labels, this)) === "drop") return;
    if (!this.#swallows && !isCancel) this.#unanswered.push(labels);
    this.#pass(this.#server, messages);
    if (isCancel) this.#server.end();
    await this.#watch("sent", labels, this);
  }

  async #deliver(messages: readonly Message[], status: string): Promise<void> {
    const labels = this.#unanswered.shift() ?? [];
    this.#status = status;
    if ((await this.#watch("answer", labels, this)) === "pass") this.#pass(this.#client, messages);
  }

  #pass(to: Socket, messages: readonly Message[]): void {
    if (!this.#swallows && messages.length > 0) write(to, Buffer.concat(messages.map(({ bytes }) => bytes)));
  }

  /** Each direction is a separate queue: later bytes wait for held ones. */
  #inTurn(direction: "requests" | "answers", act: () => Promise<void> | void): void {
    if (direction === "requests") this.#requests = this.#requests.then(act);
    else this.#answers = this.#answers.then(act);
  }
}

function write(socket: Socket, bytes: Buffer): void {
  if (socket.writable) socket.write(bytes);
}
