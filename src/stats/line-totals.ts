import { getTableColumns, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { lineups } from "../models/lineups-table.js";
import { battingCounts, pitchingCounts } from "../models/statistics/line-columns.js";
import { appearanceCounts } from "../models/statistics/plate-appearances-view.js";
import { storedBattingLines, storedPitchingLines } from "../models/statistics/stored-lines-tables.js";
import type { League } from "../rules/vocabulary.js";
import type { GameSelection } from "./game-selection.js";

/** How totals are grouped: by player over all teams, by player and team, or by team. */
export const totalsBy = ["player", "playerAndTeam", "team"] as const;
export type TotalsBy = (typeof totalsBy)[number];

export interface TotalsOptions<Column extends string> extends GameSelection {
  /** Default: player. */
  readonly by?: TotalsBy | undefined;
  /** Only this team. Default: all. */
  readonly teamId?: number | undefined;
  /** Only this player. Default: all. */
  readonly playerId?: number | undefined;
  /** Only this card. Default: all. */
  readonly cardId?: number | undefined;
  /** The column to sort by; null comes last. Default: plate appearances, or outs for pitchers. */
  readonly sort?: Column | undefined;
  /** Default: the better values first, which are the smaller ones for ERA and similar rates. */
  readonly order?: "ascending" | "descending" | undefined;
  /** The most rows. Default: all. */
  readonly limit?: number | undefined;
}

/** The player or team of totals. */
export interface TotalsOwner {
  /** The league. */
  readonly leagueId: League;
  /** Null for a player with several teams. */
  readonly teamId: number | null;
  /** The team's newest name in the selected games; null when it is not known. */
  readonly teamName: string | null;
  /** The card; null for totals of a player or a team. */
  readonly cardId: number | null;
  /** The player; null for totals of a card or a team. */
  readonly playerId: number | null;
  /** The player's name; null when it is not known, and for totals of a team. */
  readonly playerName: string | null;
  /** Games played. */
  readonly games: number;
}

export const totalsInput = <Column extends string>(columns: readonly [Column, ...Column[]]) =>
  z.object({
    by: z.enum(totalsBy).default("player"),
    teamId: z.int32().nullable().default(null),
    playerId: z.int().nullable().default(null),
    cardId: z.int().nullable().default(null),
    sort: z.enum(columns).optional(),
    order: z.enum(["ascending", "descending"]).optional(),
    limit: z.int().min(1).optional(),
  });

const groups: Readonly<Record<TotalsBy, string>> = {
  player: "line.league_id, line.card_id, line.player_id",
  playerAndTeam: "line.league_id, line.card_id, line.player_id, line.team_id",
  team: "line.league_id, line.team_id",
};

const isOfPlayers = (by: TotalsBy) => by !== "team";

export const ownerFields = {
  leagueId: sql.raw("totals.league_id"),
  teamId: sql.raw("totals.team_id"),
  teamName: sql.raw("team.name"),
  cardId: sql.raw("totals.card_id").mapWith(lineups.cardId),
  playerId: sql.raw("totals.player_id").mapWith(lineups.playerId),
  playerName: sql.raw("totals.player_name"),
  games: sql.raw("totals.games"),
};

/** A column of the part that {@link totalsOf} makes. */
export const ofTotals = (column: string) => `totals.${column}`;

/** The sums, by their fields. */
export function countFieldsOf<Field extends string>(
  columns: Readonly<Record<Field, string>>,
): Record<Field, SQL> {
  const fields = Object.entries<string>(columns).map(([field, column]) => [field, sql.raw(ofTotals(column))]);
  return Object.fromEntries(fields) as Record<Field, SQL>;
}

/** Makes a value for each way to group totals. */
export function eachWay<Made>(make: (by: TotalsBy) => Made): Readonly<Record<TotalsBy, Made>> {
  return { player: make("player"), playerAndTeam: make("playerAndTeam"), team: make("team") };
}

/** The selected games, and each team's newest name in them, as parts of a statement. */
const chosenGames = (games: SQL) => sql`chosen as (select games.* from games where ${games}),
team (league_id, team_id, name) as (
  select distinct on (chosen.league_id, side.team_id) chosen.league_id, side.team_id, side.team_name
  from chosen cross join lateral (
    values (chosen.home_team_id, chosen.home_team_name), (chosen.away_team_id, chosen.away_team_name)
  ) side (team_id, team_name)
  where side.team_name is not null
  order by chosen.league_id, side.team_id, chosen.created_at desc
)`;

/** The condition that a line belongs to a selected game. */
export const inChosenGames = sql.raw("line.game_id in (select chosen.id from chosen)");

/** The parts of a statement that sums lines: the games, their teams, and `totals`. */
export function totalsOf(view: string, counts: readonly string[], by: TotalsBy, games: SQL): SQL {
  const player = isOfPlayers(by)
    ? "line.card_id, line.player_id, min(line.player_name)"
    : "null::bigint, null::bigint, null::text";
  const team =
    by === "player"
      ? "case when min(line.team_id) = max(line.team_id) then min(line.team_id) end"
      : "line.team_id";
  const given = (name: string, column: string, type: string) =>
    sql`(${sql.placeholder(name)}::${sql.raw(type)} is null or line.${sql.raw(column)} = ${sql.placeholder(name)})`;
  return sql`${chosenGames(games)},
totals (league_id, team_id, card_id, player_id, player_name, games, ${sql.raw(counts.join(", "))}) as (
  select line.league_id, ${sql.raw(team)}, ${sql.raw(player)}, count(distinct line.game_id)::int,
    ${sql.raw(counts.map((count) => `sum(line.${count})::int`).join(", "))}
  from ${sql.raw(view)} line
  where ${inChosenGames}
    and ${given("teamId", "team_id", "int")} and ${given("playerId", "player_id", "bigint")} and ${given("cardId", "card_id", "bigint")}
  group by ${sql.raw(groups[by])}
)`;
}

/** Adds each team's name to `totals`. */
export const withTeams = sql.raw(
  "totals left join team on team.league_id = totals.league_id and team.team_id = totals.team_id",
);

/** Sorts rows by one of their numbers; null comes last either way. */
export function sorted<Row extends object>(
  rows: readonly Row[],
  column: keyof Row,
  order: "ascending" | "descending",
): Row[] {
  const sign = order === "ascending" ? 1 : -1;
  const value = (row: Row) => {
    const found = row[column];
    return typeof found === "number" ? found : null;
  };
  return rows.toSorted((one, other) => {
    const [first, second] = [value(one), value(other)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sign * (first - second);
  });
}

type ColumnNames<Counts> = { readonly [Field in keyof Counts]: string };

/** The SQL names of a line's counts, by their fields. */
function namesOf<Counts extends object>(
  counts: Counts,
  columns: Readonly<Record<string, { readonly name: string }>>,
): ColumnNames<Counts> {
  return Object.fromEntries(
    Object.keys(counts).map((field) => [field, columns[field]?.name ?? field]),
  ) as ColumnNames<Counts>;
}

export const battingColumns = namesOf(battingCounts(), getTableColumns(storedBattingLines));
export const appearanceColumns = namesOf(appearanceCounts(), getTableColumns(storedBattingLines));
export const pitchingColumns = namesOf(pitchingCounts(), getTableColumns(storedPitchingLines));
