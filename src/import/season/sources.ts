import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigurationError } from "../../errors/index.js";
import { readFields } from "../retrosheet/csv.js";
import { isRoster, isTeamList, type Kind, kindOf, listFiles, programs } from "../retrosheet/folder.js";

/** One of Chadwick's files. */
export interface SourceFile {
  readonly path: string;
  /** How long it is on the disk, in bytes. */
  readonly size: number;
  /** The game of its first row; undefined when it has none. */
  readonly firstGameId: string | undefined;
}

/** Everything that an import reads. */
export interface SeasonSources extends Readonly<Record<Kind, readonly SourceFile[]>> {
  readonly rosters: readonly string[];
  readonly teams: readonly string[];
}

/** A folder keeps its rosters in itself or in a folder of this name. */
const rosterFolder = "rosters";

/**
 * Finds out what the files are that are named, or that lie in the folders that are named: Chadwick's by their header
 * rows, whatever their names; Retrosheet's rosters (`CHN2020.ROS`) and lists of teams (`TEAM2020`) by their names.
 * Other files of a folder are left alone; a file that is named must be one of these.
 *
 * @throws {ConfigurationError} when a path cannot be read, a file is none of these, or no plays are found
 * @throws {ValidationError} naming the file, when its first rows cannot be read
 */
export async function findSources(paths: readonly string[]): Promise<SeasonSources> {
  const found = {
    games: [] as SourceFile[],
    events: [] as SourceFile[],
    substitutions: [] as SourceFile[],
    rosters: [] as string[],
    teams: [] as string[],
  };
  for (const { path, size, isNamed } of await candidates(paths)) {
    if (isRoster(path)) found.rosters.push(path);
    else if (isTeamList(path)) found.teams.push(path);
    else {
      const { kind, firstGameId, isOfGames } = isNamed ? await firstRows(path) : await firstRowsIfAny(path);
      if (kind !== undefined) found[kind].push({ path, size, firstGameId });
      else if (isNamed && !isOfGames) refuseUnknown(path);
    }
  }
  if (found.events.length === 0) refuseWithoutPlays(paths);
  return found;
}

interface Candidate {
  readonly path: string;
  readonly size: number;
  /** False for a file of a folder. */
  readonly isNamed: boolean;
}

/** Every file once, in the order in which they were named; those of a folder by their names. */
async function candidates(paths: readonly string[]): Promise<Candidate[]> {
  const files = new Map<string, Candidate>();
  const add = (path: string, size: number, isNamed: boolean) => {
    const key = resolve(path);
    if (!files.has(key)) files.set(key, { path, size, isNamed });
  };
  for (const path of paths) {
    const { size, isDirectory } = await inspect(path);
    if (!isDirectory) add(path, size, true);
    else for (const file of await filesOf(path)) add(file.path, file.size, false);
  }
  return [...files.values()];
}

async function filesOf(folder: string): Promise<{ path: string; size: number }[]> {
  const paths = await listFiles(folder);
  const rosters = join(folder, rosterFolder);
  const all = paths.includes(rosters) ? [...paths, ...(await listFiles(rosters))] : paths;
  const inspected = await Promise.all(all.map(async (path) => ({ path, ...(await inspect(path)) })));
  return inspected.filter(({ isFile }) => isFile);
}

async function inspect(path: string) {
  try {
    const found = await stat(path);
    return { size: found.size, isDirectory: found.isDirectory(), isFile: found.isFile() };
  } catch (cause) {
    throw new ConfigurationError(`${path} cannot be read: ${(cause as Error).message}.`, {
      cause,
      details: { path },
    });
  }
}

interface FirstRows {
  readonly kind: Kind | undefined;
  readonly firstGameId: string | undefined;
  /** True for what looks like a file of Chadwick's that an import has no use for, such as cwdaily's. */
  readonly isOfGames: boolean;
}

/** A folder may hold anything: what does not begin as a CSV file is none, unless its name says that it is. */
async function firstRowsIfAny(path: string): Promise<FirstRows> {
  try {
    return await firstRows(path);
  } catch (error) {
    if (/\.csv(\.gz)?$/i.test(path)) throw error;
    return { kind: undefined, firstGameId: undefined, isOfGames: false };
  }
}

async function firstRows(path: string): Promise<FirstRows> {
  const [header = [], row] = await firstLines(path);
  const column = header.indexOf("GAME_ID");
  return { kind: kindOf(header), firstGameId: row?.[column], isOfGames: column !== -1 };
}

async function firstLines(path: string): Promise<(readonly string[])[]> {
  const lines: (readonly string[])[] = [];
  for await (const fields of readFields(path)) {
    lines.push(fields);
    if (lines.length === 1 && kindOf(fields) === undefined) break;
    if (lines.length === 2) break;
  }
  return lines;
}

function refuseUnknown(path: string): never {
  const made = Object.values(programs).join(", ");
  throw new ConfigurationError(
    `${path} is no file of a season: neither a CSV file of ${made} with its header row (Chadwick's option -n), nor a roster (CHN2020.ROS), nor a list of teams (TEAM2020).`,
    { details: { path } },
  );
}

function refuseWithoutPlays(paths: readonly string[]): never {
  throw new ConfigurationError(
    `No plays are found in ${paths.join(", ") || "no files"}: there must be at least one CSV file of ${programs.events} with its header row (Chadwick's option -n).`,
    { details: { paths } },
  );
}
