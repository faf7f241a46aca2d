import { eq, sql } from "drizzle-orm";
import { GameNotFoundError } from "../errors/errors.js";
import { games } from "../models/games-table.js";
import { halfInnings } from "../models/statistics/half-innings-view.js";
import { checkArguments } from "../operations/operation-input.js";
import type { Half } from "../rules/vocabulary.js";
import type { Executor } from "../session/executor.js";
import { build, compile, type Statement } from "../statements/statement.js";

/** One team's line: runs by inning, and the totals. */
export interface TeamLine {
  /** The team. */
  readonly teamId: number;
  /** The team's name, or `Team 11` where it has none. */
  readonly name: string;
  /** Runs in each inning, from the first; null for a half-inning that was not played. */
  readonly innings: readonly (number | null)[];
  /** Runs. */
  readonly run: number;
  /** Hits. */
  readonly hit: number;
  /** Errors that the team made in the field. */
  readonly error: number;
  /** Runners left on base. */
  readonly leftOnBase: number;
  /** Double plays that the team turned in the field. */
  readonly doublePlay: number;
  /** Triple plays that the team turned in the field. */
  readonly triplePlay: number;
}

export interface LineScore {
  /** The away team's line. */
  readonly away: TeamLine;
  /** The home team's line. */
  readonly home: TeamLine;
}

type HalfInningCounts = readonly [
  inning: number,
  half: Half,
  ...counts: readonly [run: number, hit: number, error: number, left: number, double: number, triple: number],
];

const played = sql<HalfInningCounts[]>`(
  select coalesce(json_agg(json_build_array(inning, half, run, hit, error, left_on_base, double_play, triple_play)), '[]'::json)
  from ${halfInnings} where game_id = ${sql.placeholder("gameId")}
)`;
const { awayTeamId, homeTeamId, awayTeamName, homeTeamName } = games;
const begun = sql<Begun | null>`${games.metadata} -> 'begunWithoutPlays'`;
const fields = { awayTeamId, homeTeamId, awayTeamName, homeTeamName, halfInnings: played, begun };

/** A half-inning that was begun and stopped before anything had happened in it, as an import notes it. */
interface Begun {
  readonly inning: number;
  readonly half: Half;
}

interface LineScoreQueryRow {
  readonly begun: Begun | null;
  readonly awayTeamId: number;
  readonly homeTeamId: number;
  readonly awayTeamName: string | null;
  readonly homeTeamName: string | null;
  readonly halfInnings: HalfInningCounts[];
}

const lineScoreRow: Statement<{ gameId: string }, LineScoreQueryRow> = compile({
  name: "lineScore",
  access: "read",
  query: () =>
    build
      .select(fields)
      .from(games)
      .where(eq(games.id, sql.placeholder("gameId"))),
  fields,
});

/**
 * A game's line score, computed from its plays.
 *
 * @throws {GameNotFoundError}
 */
export async function lineScore(executor: Executor, gameId: string): Promise<LineScore> {
  const [row] = await executor.execute(lineScoreRow, checkArguments("lineScore", { gameId }));
  if (row === undefined) throw new GameNotFoundError(`There is no game ${gameId}.`, { details: { gameId } });
  const halves = [...row.halfInnings, ...unplayed(row)];
  const team = (teamId: number, given: string | null, half: Half) => ({
    teamId,
    name: given ?? `Team ${teamId}`,
    ...teamLine(halves, half),
  });
  return {
    away: team(row.awayTeamId, row.awayTeamName, "top"),
    home: team(row.homeTeamId, row.homeTeamName, "bottom"),
  };
}

/** The official line has a 0 for it. */
function unplayed({ begun: half, halfInnings: halves }: LineScoreQueryRow): HalfInningCounts[] {
  const isPlayed = halves.some(([inning, other]) => inning === half?.inning && other === half.half);
  return half === null || isPlayed ? [] : [[half.inning, half.half, 0, 0, 0, 0, 0, 0]];
}

function teamLine(halves: readonly HalfInningCounts[], battingHalf: Half): Omit<TeamLine, "teamId" | "name"> {
  const atBat = halves.filter(([, half]) => half === battingHalf);
  const inTheField = halves.filter(([, half]) => half !== battingHalf);
  const runs = new Map(atBat.map(([inning, , scored]) => [inning, scored]));
  const last = Math.max(0, ...halves.map(([inning]) => inning));
  const sum = (of: readonly HalfInningCounts[], count: (half: HalfInningCounts) => number) =>
    of.reduce((total, half) => total + count(half), 0);
  return {
    innings: Array.from({ length: last }, (_, index) => runs.get(index + 1) ?? null),
    run: sum(atBat, ([, , run]) => run),
    hit: sum(atBat, ([, , , hit]) => hit),
    error: sum(inTheField, ([, , , , error]) => error),
    leftOnBase: sum(atBat, ([, , , , , left]) => left),
    doublePlay: sum(inTheField, ([, , , , , , double]) => double),
    triplePlay: sum(inTheField, ([, , , , , , , triple]) => triple),
  };
}
