import { type Column, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { games } from "../models/games.js";
import type { League } from "../models/vocabulary.js";
import { insertFrom } from "./insert-from.js";
import { compile, type Statement } from "./statement.js";

/** What an insert into a game's lineup or roster found. `id` is null when nothing was inserted. */
export interface LeagueInsert {
  readonly leagueId: League;
  readonly homeTeamId: number;
  readonly awayTeamId: number;
  readonly id: number | null;
}

interface Parts {
  readonly name: string;
  readonly league: League;
  readonly table: PgTable;
  /** The columns that the INSERT gives, by their TypeScript names. */
  readonly columns: Record<string, Column>;
}

/**
 * An INSERT that only happens when the game is of the right league and the team one of its two. It answers with
 * the game's league and teams either way, so that a refusal can be explained without asking again; no row means
 * that there is no such game.
 */
export function leagueInsert<Values extends object>(parts: Parts): Statement<Values, LeagueInsert> {
  const { name, league, table, columns } = parts;
  const fitting = sql`game where league_id = ${sql.raw(`'${league}'`)} and ${sql.placeholder("teamId")}::int in (home_team_id, away_team_id)`;
  const query = sql<LeagueInsert>`with game as (
  select ${games.leagueId}, ${games.homeTeamId}, ${games.awayTeamId} from ${games} where ${games.id} = ${sql.placeholder("gameId")}
), entry as (
  ${insertFrom(table, columns, fitting)}
  returning id
)
select game.league_id, game.home_team_id, game.away_team_id, entry.id from game left join entry on true`;
  const fields = {
    leagueId: games.leagueId,
    homeTeamId: games.homeTeamId,
    awayTeamId: games.awayTeamId,
    id: sql`entry.id`,
  };
  return compile({ name, access: "write", query, fields });
}
