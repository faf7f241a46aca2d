import { sql } from "drizzle-orm";
import type { Database } from "../session/database.js";
import { compile, type Statement } from "../statements/statement.js";
import { type LineScore, lineScore } from "./line-score.js";

/** What one batter did in a game. */
export interface BattingLine {
  readonly teamId: number;
  readonly name: string;
  /** Every role that he had, in order: `PH-RF-LF`. */
  readonly positions: string;
  readonly battingOrder: number;
  readonly atBats: number;
  readonly runs: number;
  readonly hits: number;
  readonly runsBattedIn: number;
  readonly walks: number;
  readonly strikeouts: number;
}

/** What one pitcher did in a game. */
export interface PitchingLine {
  readonly teamId: number;
  readonly name: string;
  /** Outs recorded while he pitched; three make an inning. */
  readonly outs: number;
  readonly hits: number;
  readonly walks: number;
  readonly strikeouts: number;
  readonly homeRuns: number;
}

export interface BoxScore extends LineScore {
  /** By team and batting order; a substitute stands below the man whom he replaced. */
  readonly batting: readonly BattingLine[];
  /** By team and order of appearance. */
  readonly pitching: readonly PitchingLine[];
}

const gameId = sql.placeholder("gameId");
// One player has an entry for each role that he had; a line is the player's.
const player = sql.raw("lineups.team_id, coalesce(lineups.card_id, lineups.player_id)");
const playerName = sql.raw(
  "coalesce(min(lineups.player_name), 'Nr. ' || min(coalesce(lineups.card_id, lineups.player_id)))",
);

const battingFields = {
  teamId: sql`lineups.team_id`,
  name: playerName,
  positions: sql`string_agg(lineups.position, '-' order by lineups.id)`,
  battingOrder: sql`min(lineups.batting_order)`,
  atBats: sql`coalesce(sum(at_bat.ab), 0)`,
  runs: sql`coalesce(sum(scored.runs), 0)`,
  hits: sql`coalesce(sum(at_bat.hit), 0)`,
  runsBattedIn: sql`coalesce(sum(at_bat.rbi), 0)`,
  walks: sql`coalesce(sum(at_bat.bb), 0)`,
  strikeouts: sql`coalesce(sum(at_bat.so), 0)`,
};

const battingLines: Statement<{ gameId: string }, BattingLine> = compile({
  name: "battingLines",
  access: "read",
  query: sql<BattingLine>`with at_bat as (
  select batter_id as id, sum(ab)::int as ab, sum(hit)::int as hit, sum(rbi)::int as rbi, sum(bb)::int as bb, sum(so)::int as so
  from plays where game_id = ${gameId} group by batter_id
), scored as (
  select runner.id, count(*)::int as runs
  from plays cross join lateral (values
    (batter_id, batter_final), (on_first_id, on_first_final), (on_second_id, on_second_final), (on_third_id, on_third_final)
  ) as runner (id, final)
  where game_id = ${gameId} and runner.final = 4 group by runner.id
)
select ${list(battingFields)}
from lineups left join at_bat on at_bat.id = lineups.id left join scored on scored.id = lineups.id
where lineups.game_id = ${gameId}
group by ${player}
having min(lineups.batting_order) is not null
order by lineups.team_id, min(lineups.batting_order), min(lineups.id)`,
  fields: battingFields,
});

const pitchingFields = {
  teamId: sql`lineups.team_id`,
  name: playerName,
  outs: sql`sum(plays.outs_recorded)`,
  hits: sql`sum(plays.hit)`,
  walks: sql`sum(plays.bb)`,
  strikeouts: sql`sum(plays.so)`,
  homeRuns: sql`sum(plays.homerun)`,
};

const pitchingLines: Statement<{ gameId: string }, PitchingLine> = compile({
  name: "pitchingLines",
  access: "read",
  query: sql<PitchingLine>`select ${list(pitchingFields)}
from plays join lineups on lineups.game_id = plays.game_id and lineups.id = plays.pitcher_id
where plays.game_id = ${gameId}
group by ${player}
order by lineups.team_id, min(plays.play_number)`,
  fields: pitchingFields,
});

/**
 * A short box score, computed by SQL from the stored plays, as of one instant. Runs are not charged to pitchers: who answers for a
 * runner is not stored yet.
 *
 * @throws {GameNotFoundError}
 */
export async function boxScore(database: Database, gameId: string): Promise<BoxScore> {
  return database.transaction(
    async (session) => {
      const [line, batting, pitching] = await Promise.all([
        lineScore(session, gameId),
        session.execute(battingLines, { gameId }),
        session.execute(pitchingLines, { gameId }),
      ]);
      return { ...line, batting, pitching };
    },
    { isolation: "repeatable read", readOnly: true },
  );
}

function list(fields: Record<string, ReturnType<typeof sql>>) {
  return sql.join(Object.values(fields), sql`, `);
}
