import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** The script of the process: it follows each game after its cursor, and reports each event in a line. */
const script = `
import { Database } from "DIST/index.js";
import { Feed } from "DIST/feed.js";
process.stdout.setMaxListeners(0);
const { url, cursors } = JSON.parse(process.argv[1]);
let database;
while (database === undefined) {
  database = await Database.open(url).catch(() => new Promise((resolve) => setTimeout(resolve, 50, undefined)));
}
const feed = await Feed.open(database);
await Promise.all(Object.entries(cursors).map(async ([gameId, after]) => {
  for await (const { type, cursor, play, plays } of feed.follow(gameId, { after: after ?? undefined })) {
    const numbers = play === undefined ? plays?.map(({ playNumber }) => playNumber) : [play.playNumber];
    const line = JSON.stringify({ gameId, type, cursor, numbers }) + "\\n";
    if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}));
`;

interface Told {
  readonly gameId: string;
  readonly type: string;
  readonly cursor: string;
  readonly numbers?: readonly number[];
}

/** A follower in another process that can be killed and started again; it continues after the last event that it reported. */
export class FollowerProcess {
  readonly #folder: string;
  readonly #url: string;
  readonly #cursors: Map<string, string | null>;
  /** The numbers of the reported plays, by game. */
  readonly plays = new Map<string, number[]>();
  /** Reports that were repeated or out of order. */
  readonly wrong: string[] = [];
  kills = 0;
  #child: ChildProcess | undefined;
  #read: Promise<void> | undefined;

  constructor(folder: string, url: string, gameIds: readonly string[]) {
    this.#folder = folder;
    this.#url = url;
    this.#cursors = new Map(gameIds.map((gameId) => [gameId, null]));
    for (const gameId of gameIds) this.plays.set(gameId, []);
  }

  start(): void {
    const text = script.replaceAll("DIST", pathToFileURL(join(this.#folder, "dist")).href);
    const given = JSON.stringify({ url: this.#url, cursors: Object.fromEntries(this.#cursors) });
    const child = spawn(process.execPath, ["--input-type=module", "-e", text, given], {
      cwd: this.#folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    this.#read = this.#listen(child);
  }

  /** Kills it, and reads what it reported until then. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await Promise.all([ended, this.#read]);
    this.kills += 1;
  }

  /** The number of reported plays. */
  get told(): number {
    return [...this.plays.values()].reduce((sum, { length }) => sum + length, 0);
  }

  async #listen(child: ChildProcess): Promise<void> {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      // The last line of a process that was killed may be a part of one.
      if (!line.endsWith("}")) continue;
      this.#note(JSON.parse(line) as Told);
    }
  }

  #note({ gameId, type, cursor, numbers = [] }: Told): void {
    this.#cursors.set(gameId, cursor);
    const known = this.plays.get(gameId) as number[];
    if (type === "game") {
      const isBehind = known.some((number, index) => numbers[index] !== number);
      if (isBehind) this.wrong.push(`${gameId}: the whole game has fewer plays than were told`);
      known.splice(0, known.length, ...numbers);
      return;
    }
    for (const number of numbers) {
      const next = (known.at(-1) ?? 0) + 1;
      if (type !== "play" || number !== next) this.wrong.push(`${gameId}: ${type} ${number}, not ${next}`);
      known.push(number);
    }
  }
}
