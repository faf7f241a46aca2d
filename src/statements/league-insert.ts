import { and, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { rosterLinks } from "../models/roster-links-table.js";
import type { League } from "../rules/vocabulary.js";
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

interface LeagueInsertParts {
  readonly name: string;
  readonly league: League;
  /** The part `game`, which locks the game if a condition is true. */
  readonly game: (condition: SQL | undefined) => SQL;
  /** The same as a separate statement, which returns the stamp of what is inserted, if it has one. */
  readonly step: (name: string, condition: SQL | undefined) => Statement<object, object>;
  /** The INSERT that happens if there is a row in `game`. */
  readonly insert: () => SQL;
  /** The same as a separate statement, with VALUES and a stamp. */
  readonly insertAlone: () => SQL;
  /** True if only players on the team's roster may be inserted, where the team has one. */
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
 * An INSERT that only happens if the game is of the right league, the team is one of its two, and the card or player is on the
 * team's roster. It returns the game's league and teams in any case, so that a refusal needs no second query. No row means that
 * there is no such game.
 */
export function leagueInsert<Values extends object>(
  parts: LeagueInsertParts,
): Statement<Values, LeagueInsert> {
  const { name, league, game, step, insert, insertAlone, isOfRoster } = parts;
  const isOnRoster = isOfRoster
    ? sql`(exists (select 1 from ${rosterLinks} where ${isOfTeam} and ${member(league)})
    or not exists (select 1 from ${rosterLinks} where ${isOfTeam}))`
    : sql`true`;
  const isFitting = and(
    sql`${games.leagueId} = ${sql.raw(`'${league}'`)}`,
    sql`${teamId} in (${games.homeTeamId}, ${games.awayTeamId})`,
    isOnRoster,
  );
  const query = () => sql<LeagueInsert>`with ${game(isFitting)}, entry as (
  ${insert()}
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
  const answer: Statement<object, LeagueInsert> = compile({
    name: `${name} answer`,
    access: "read",
    query: () => sql<LeagueInsert>`select ${games.leagueId}, ${games.homeTeamId}, ${games.awayTeamId},
  ${isOnRoster} as is_on_roster, null::bigint as id from ${games} where ${games.id} = ${gameId}`,
    fields,
  });
  const entry: Statement<object, { id: number }> = compile({
    name: `${name} entry`,
    access: "write",
    query: () => sql<{ id: number }>`${insertAlone()} returning id`,
    fields: { id: sql`id` },
  });
  const first = step(name, isFitting);
  return compile({
    ...{ name, access: "write", query, fields },
    async steps(run, values: object) {
      const [locked] = await run(first, values);
      const [inserted] = locked === undefined ? [] : await run(entry, { ...values, ...locked });
      const answers = await run(answer, values);
      return answers.map((found) => ({ ...found, id: inserted?.id ?? null }));
    },
  });
}
