import { eq, sql } from "drizzle-orm";
import { GameNotFoundError } from "../errors/index.js";
import { games } from "../models/games.js";
import { plays } from "../models/plays/index.js";
import type { Half } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import { build, compile, type Statement } from "../statements/statement.js";

/** One team's line: runs by inning, and the totals. */
export interface TeamLine {
  readonly teamId: number;
  readonly name: string;
  /** Runs in each inning, from the first; null for a half-inning that was not played. */
  readonly innings: readonly (number | null)[];
  readonly runs: number;
  readonly hits: number;
  /** Errors that the team made in the field. */
  readonly errors: number;
}

export interface LineScore {
  readonly away: TeamLine;
  readonly home: TeamLine;
}

/** `[inning, half, runs, hits of the batting team, errors of the fielding team]` */
type HalfInning = [inning: number, half: Half, runs: number, hits: number, errors: number];

const halfInnings = sql<HalfInning[]>`(
  select coalesce(json_agg(json_build_array(inning, half, runs, hits, errors)), '[]'::json)
  from (
    select inning, half, sum(runs_scored) as runs, sum(hit) as hits, sum(error) as errors
    from ${plays} where game_id = ${sql.placeholder("gameId")} group by inning, half
  ) as half_innings
)`;
const { awayTeamId, homeTeamId, awayTeamName, homeTeamName } = games;
const fields = { awayTeamId, homeTeamId, awayTeamName, homeTeamName, halfInnings };

interface Row {
  readonly awayTeamId: number;
  readonly homeTeamId: number;
  readonly awayTeamName: string | null;
  readonly homeTeamName: string | null;
  readonly halfInnings: HalfInning[];
}

const lineScoreRow: Statement<{ gameId: string }, Row> = compile({
  name: "lineScore",
  access: "read",
  query: build
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
  const [row] = await executor.execute(lineScoreRow, { gameId });
  if (row === undefined) throw new GameNotFoundError(`There is no game ${gameId}.`, { details: { gameId } });
  const name = (given: string | null, teamId: number) => given ?? `Team ${teamId}`;
  return {
    away: { teamId: row.awayTeamId, name: name(row.awayTeamName, row.awayTeamId), ...teamLine(row, "top") },
    home: {
      teamId: row.homeTeamId,
      name: name(row.homeTeamName, row.homeTeamId),
      ...teamLine(row, "bottom"),
    },
  };
}

function teamLine(row: Row, battingHalf: Half): Omit<TeamLine, "teamId" | "name"> {
  const atBat = row.halfInnings.filter(([, half]) => half === battingHalf);
  const inTheField = row.halfInnings.filter(([, half]) => half !== battingHalf);
  const runs = new Map(atBat.map(([inning, , scored]) => [inning, scored]));
  const last = Math.max(0, ...row.halfInnings.map(([inning]) => inning));
  return {
    innings: Array.from({ length: last }, (_, index) => runs.get(index + 1) ?? null),
    runs: total(atBat.map(([, , scored]) => scored)),
    hits: total(atBat.map(([, , , hits]) => hits)),
    errors: total(inTheField.map(([, , , , errors]) => errors)),
  };
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
