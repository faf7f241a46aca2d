import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventFilesOf } from "./event-files.js";
import { postseasonFolder } from "./retrosheet.js";

/** The first games of the 2016 postseason as one event file. */
export async function postseasonText(count: number): Promise<string> {
  const files = eventFilesOf(join(postseasonFolder, "events"));
  const texts = await Promise.all(files.map((path) => readFile(path, "latin1")));
  const [, ...games] = texts.join("").replaceAll("\r", "").split(/^id,/m);
  return games
    .slice(0, count)
    .map((game) => `id,${game}`)
    .join("");
}

/** How many plays each game of an event file has. */
export function playsByGame(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  let key = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("id,")) key = line.slice(3);
    else if (line.startsWith("play,") && !line.endsWith(",NP")) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The text of the game at an index in an event file. */
export function gameAt(text: string, index: number): string {
  return `id,${text.split(/^id,/m)[index + 1]}`;
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
