import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import type { Answer, Figures, Request, RunRequest, WorkName } from "./protocol.js";

/** Something that can be measured: a process that speaks the protocol, or a program that is started for each run. */
export interface Runnable {
  readonly name: string;
  readonly title: string;
  open(url: string, connections: number): Promise<readonly WorkName[]>;
  run(request: RunRequest): Promise<Figures>;
  close(): Promise<void>;
  end(): Promise<void>;
}

/** A subject in a separate process, so that its CPU time and memory can be measured. */
export class WorkerProcess implements Runnable {
  readonly name: string;
  readonly title: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #complaint = "";

  constructor(name: string, title: string, command: string, parameters: readonly string[]) {
    this.name = name;
    this.title = title;
    this.#child = spawn(command, parameters, { stdio: ["pipe", "pipe", "pipe"] });
    this.#lines = (createInterface({ input: this.#child.stdout as never }) as Interface)[
      Symbol.asyncIterator
    ]();
    this.#child.stderr?.on("data", (chunk) => {
      this.#complaint = `${this.#complaint}${chunk}`.slice(-4_000);
    });
  }

  async open(url: string, connections: number): Promise<readonly WorkName[]> {
    return (await this.#ask({ do: "open", url, connections })).works ?? [];
  }

  async run(request: RunRequest): Promise<Figures> {
    const { figures } = await this.#ask(request);
    if (figures === undefined) throw new Error(`${this.name} gave no figures`);
    return figures;
  }

  async close(): Promise<void> {
    await this.#ask({ do: "close" });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(timer);
  }

  async #ask(request: Request): Promise<Extract<Answer, { ok: true }>> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    if (line.done) throw new Error(`${this.name} has ended: ${this.#complaint}`);
    const answer = JSON.parse(line.value) as Answer;
    if (!answer.ok) throw new Error(`${this.name}: ${answer.error}`);
    return answer;
  }
}
