import { and, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games.js";
import { rosterLinks } from "../models/roster-links.js";
import type { League } from "../models/vocabulary.js";
import { compile, type Statement } from "./statement.js";

/** What an insert into a game's lineup or roster found. `id` is null when nothing was inserted. */
export interface LeagueInsert {
  readonly leagueId: League;
  readonly homeTeamId: number;
  readonly awayTeamId: number;
  /** False when the team has a roster in this game, and the card or player is not on it. */
  readonly isOnRoster: boolean;
  readonly id: number | null;
}

interface Parts {
  readonly name: string;
  readonly league: League;
  /** The part `game` that locks the game, if a condition holds. */
  readonly game: (condition: SQL | undefined) => SQL;
  /** The INSERT that happens if there is a row in `game`. */
  readonly insert: SQL;
  /** True where a team's roster, if it has one, decides who may be inserted. */
  readonly isOfRoster: boolean;
}

const gameId = sql.placeholder("gameId");
const teamId = sql`${sql.placeholder("teamId")}::int`;
const isOfTeam = sql`${rosterLinks.gameId} = ${gameId} and ${rosterLinks.teamId} = ${teamId}`;
const member = (league: League) =>
  league === "pd"
    ? sql`${rosterLinks.cardId} = ${sql.placeholder("cardId")}::bigint`
    : sql`${rosterLinks.playerId} = ${sql.placeholder("playerId")}::bigint`;

/**
 * An INSERT that only happens when the game is of the right league, the team one of its two, and the card or player on the
 * team's roster. It answers with the game's league and teams either way, so that a refusal can be explained without asking
 * again; no row means that there is no such game.
 */
export function leagueInsert<Values extends object>(parts: Parts): Statement<Values, LeagueInsert> {
  const { name, league, game, insert, isOfRoster } = parts;
  const isOnRoster = isOfRoster
    ? sql`(exists (select 1 from ${rosterLinks} where ${isOfTeam} and ${member(league)})
    or not exists (select 1 from ${rosterLinks} where ${isOfTeam}))`
    : sql`true`;
  const isFitting = and(
    sql`${games.leagueId} = ${sql.raw(`'${league}'`)}`,
    sql`${teamId} in (${games.homeTeamId}, ${games.awayTeamId})`,
    isOnRoster,
  );
  const query = sql<LeagueInsert>`with ${game(isFitting)}, entry as (
  ${insert}
  returning id
)
select ${games.leagueId}, ${games.homeTeamId}, ${games.awayTeamId}, ${isOnRoster} as is_on_roster, entry.id
from ${games} left join entry on true where ${games.id} = ${gameId}`;
  const fields = {
    leagueId: games.leagueId,
    homeTeamId: games.homeTeamId,
    awayTeamId: games.awayTeamId,
    isOnRoster: sql`is_on_roster`,
    id: sql`entry.id`,
  };
  return compile({ name, access: "write", query, fields });
}
