import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { ConfigurationError } from "../../../src/errors/errors.js";
import { readHeader } from "./csv.js";

/** Where a season's facts lie. */
export interface SeasonFiles {
  /** Made by `cwgame`. */
  readonly games: string;
  /** Made by `cwevent`. */
  readonly events: string;
  /** Made by `cwsub`. */
  readonly substitutions: string;
  /** Retrosheet's rosters, one file per team: `CHN2020.ROS`. */
  readonly rosters: readonly string[];
  /** Retrosheet's lists of teams: `TEAM2020`. */
  readonly teams: readonly string[];
}

/** A column that only this one of Chadwick's programs writes. */
const tellingColumns = {
  games: "AWAY_START_PIT_ID",
  events: "EVENT_TX",
  substitutions: "REMOVED_ID",
} as const;

/** What one of Chadwick's files holds. */
type Kind = keyof typeof tellingColumns;

/** Who makes each kind of file. */
const programs: Readonly<Record<Kind, string>> = {
  games: "cwgame",
  events: "cwevent",
  substitutions: "cwsub",
};

/**
 * Finds the files of a folder: Chadwick's by their header row, whatever their names, plain (`.csv`) or gzipped
 * (`.csv.gz`); Retrosheet's by their names, in the folder itself or in `rosters/`.
 *
 * @throws {ConfigurationError} when the folder cannot be read, or one of Chadwick's files is missing or there twice
 * @throws {ValidationError} when a CSV file cannot be read
 */
export async function findSeasonFiles(folder: string): Promise<SeasonFiles> {
  const paths = await listFiles(folder);
  const found: Record<Kind, string[]> = { games: [], events: [], substitutions: [] };
  for (const path of paths.filter((candidate) => /\.csv(\.gz)?$/i.test(candidate))) {
    const kind = kindOf(await readHeader(path));
    if (kind !== undefined) found[kind].push(path);
  }
  const rosterFolder = join(folder, "rosters");
  const candidates = paths.includes(rosterFolder) ? [...paths, ...(await listFiles(rosterFolder))] : paths;
  return {
    games: only(folder, "games", found.games),
    events: only(folder, "events", found.events),
    substitutions: only(folder, "substitutions", found.substitutions),
    rosters: candidates.filter(isRoster),
    teams: candidates.filter(isTeamList),
  };
}

const isRoster = (path: string) => /\.ros$/i.test(path);
const isTeamList = (path: string) => /^TEAM\d{4}$/i.test(basename(path));

/** @throws {ConfigurationError} when the folder cannot be read */
async function listFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort().map((name) => join(folder, name));
  } catch (cause) {
    throw new ConfigurationError(`The folder ${folder} cannot be read.`, { cause, details: { folder } });
  }
}

/** By a column that only one of Chadwick's programs writes. */
function kindOf(header: readonly string[]): Kind | undefined {
  return (Object.keys(tellingColumns) as Kind[]).find((kind) => header.includes(tellingColumns[kind]));
}

function only(folder: string, kind: Kind, paths: readonly string[]): string {
  const [path, ...others] = paths;
  if (path === undefined) {
    throw new ConfigurationError(
      `The folder ${folder} holds no CSV file of ${programs[kind]}: none has a header row with ${tellingColumns[kind]}.`,
      { details: { folder } },
    );
  }
  if (others.length > 0) {
    throw new ConfigurationError(
      `The folder ${folder} holds several CSV files of ${programs[kind]}, and must hold one: ${paths.map((each) => basename(each)).join(", ")}.`,
      { details: { folder } },
    );
  }
  return path;
}
