import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { postseasonFolder } from "./retrosheet.js";

/** The text of a season's files, by what they hold. */
export interface SeasonTexts {
  readonly events: string;
  readonly substitutions: string;
  readonly games: string;
}

const names = { events: "cwevent", substitutions: "cwsub", games: "cwgame" } as const;
const kinds = Object.keys(names) as (keyof SeasonTexts)[];

/** The first so many games of the postseason of 2016, as they lie beside the project. */
export async function postseasonTexts(count: number): Promise<SeasonTexts> {
  const texts = await Promise.all(
    kinds.map(async (kind) => {
      const path = join(postseasonFolder, `${names[kind]}_2016post.csv.gz`);
      return gunzipSync(await readFile(path)).toString();
    }),
  );
  const [events = "", substitutions = "", games = ""] = texts;
  const [, ...rows] = games.trimEnd().split("\n");
  const wanted = new Set(rows.slice(0, count).map(gameIdOf));
  const only = (text: string) => {
    const [header, ...lines] = text.trimEnd().split("\n");
    return `${[header, ...lines.filter((line) => wanted.has(gameIdOf(line)))].join("\n")}\n`;
  };
  return { events: only(events), substitutions: only(substitutions), games: only(games) };
}

/** Chadwick's rows begin with the game. */
const gameIdOf = (line: string) => line.slice(1, line.indexOf('"', 1));

/** How many rows of each game a text has. */
export function rowsByGame(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.trimEnd().split("\n").slice(1)) {
    counts.set(gameIdOf(line), (counts.get(gameIdOf(line)) ?? 0) + 1);
  }
  return counts;
}

/** A folder of season files of a test's own. */
export class SeasonFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<SeasonFolder> {
    return new SeasonFolder(await mkdtemp(join(tmpdir(), "dugout-season-")));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  add(name: string, content: string | Buffer): Promise<void> {
    return writeFile(this.file(name), content);
  }

  /** Leaves only these files in the folder. */
  async write(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
    for (const name of await readdir(this.path)) await rm(this.file(name), { recursive: true });
    for (const [name, content] of Object.entries(files)) await this.add(name, content);
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}
