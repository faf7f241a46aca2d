import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { WayName } from "./ways.js";

/** The requests to a follower process and its answers, one for each request. */
export type Question =
  | {
      readonly kind: "follow";
      readonly way: WayName;
      readonly url: string;
      readonly gameIds: readonly string[];
      readonly followers: number;
    }
  | { readonly kind: "serve"; readonly url: string }
  | { readonly kind: "connect"; readonly urls: readonly string[]; readonly isStalled: boolean }
  /**
   * Waits until this many plays were delivered since the last request. From then on each play is recorded with its time, or
   * only counted.
   */
  | { readonly kind: "delivered"; readonly count: number; readonly isTimed: boolean }
  | { readonly kind: "use" };

export interface Answer {
  /** The port of a server that was started. */
  readonly port?: number;
  /** Each delivery: the game, the play's number, and when, in nanoseconds of the machine's clock. */
  readonly plays?: readonly (readonly [gameId: string, playNumber: number, at: string])[];
  /** CPU that the process has used so far, in microseconds. */
  readonly cpu: number;
  /** Resident memory, in bytes; after a garbage collection, except of `delivered`. */
  readonly rss: number;
}

/** A process of the benchmark that follows games, serves streams or reads them. */
export class FollowerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;

  constructor() {
    const main = fileURLToPath(new URL("follower-process.js", import.meta.url));
    this.#child = fork(main, { execArgv: ["--expose-gc"] });
  }

  async ask(question: Question): Promise<Answer> {
    const answered = new AbortController();
    const { signal } = answered;
    try {
      this.#child.send(question);
      const [answer] = await Promise.race([
        once(this.#child, "message", { signal }) as Promise<[Answer]>,
        once(this.#child, "exit", { signal }).then(() => {
          throw new Error("a process of the benchmark has ended too early");
        }),
      ]);
      return answer;
    } finally {
      answered.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}
