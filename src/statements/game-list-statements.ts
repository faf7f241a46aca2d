import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { type Game, games } from "../models/games-table.js";
import type { GameStatus, League } from "../rules/vocabulary.js";
import { build, compile, type Statement, type Steps } from "./statement.js";
import { gameColumns } from "./statement-columns.js";

/** Which games: null leaves a filter out. */
export interface GameListValues {
  readonly status: GameStatus | null;
  readonly teamId: number | null;
  readonly leagueId: League | null;
  readonly createdFrom: Date | null;
  readonly createdBefore: Date | null;
  /** The key of the game after which the page begins. */
  readonly afterCreatedAt: Date | null;
  readonly afterId: string | null;
  readonly limit: number;
}

export type ListOrder = "newest" | "oldest";

const value = (name: keyof GameListValues) => sql.placeholder(name);
const time = (name: "createdFrom" | "createdBefore" | "afterCreatedAt") =>
  sql`${sql.param(value(name), games.createdAt)}::timestamptz`;

/** Also true if the filter is null. */
const fits = (name: "leagueId" | "status") =>
  sql`(${value(name)}::text is null or ${games[name]} = ${value(name)})`;
const statusIs = eq(games.status, value("status"));

/**
 * Each bound is one comparison with the sort key of an index by time, whether it is given or not. So the index is read from where
 * the page begins, and only as far as the page.
 */
const inTime = sql`${games.createdAt} >= coalesce(${time("createdFrom")}, '-infinity') and ${games.createdAt} < coalesce(${time("createdBefore")}, 'infinity')`;
const behind: Readonly<Record<ListOrder, SQL>> = {
  newest: sql`(${games.createdAt}, ${games.id}) < (coalesce(${time("afterCreatedAt")}, 'infinity'), coalesce(${value("afterId")}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))`,
  oldest: sql`(${games.createdAt}, ${games.id}) > (coalesce(${time("afterCreatedAt")}, '-infinity'), coalesce(${value("afterId")}::uuid, '00000000-0000-0000-0000-000000000000'))`,
};
const orders = {
  newest: [desc(games.createdAt), desc(games.id)],
  oldest: [asc(games.createdAt), asc(games.id)],
} as const;

function page(order: ListOrder, ...conditions: readonly SQL[]) {
  return build
    .select(gameColumns)
    .from(games)
    .where(and(...conditions, fits("leagueId"), inTime, behind[order]))
    .orderBy(...orders[order])
    .limit(value("limit"));
}

const pageOf = (order: ListOrder, team: "homeTeamId" | "awayTeamId") =>
  page(order, eq(games[team], value("teamId")), fits("status"));

/** A team's games are in two indexes. A page of each contains the page of both. */
function pageOfTeam(order: ListOrder) {
  return unionAll(pageOf(order, "homeTeamId"), pageOf(order, "awayTeamId"))
    .orderBy(...orders[order])
    .limit(value("limit"));
}

export type GameListStatement = Statement<GameListValues, Game>;
const list = (
  name: string,
  query: () => ReturnType<typeof page> | ReturnType<typeof pageOfTeam>,
  steps?: Steps<GameListValues, Game>,
): GameListStatement =>
  compile({
    name,
    access: "read",
    query,
    fields: gameColumns,
    steps: steps as Steps<never, Game> | undefined,
  });

/** In one statement, a distributed PostgreSQL would query every shard for each of the two, and copy all rows to one node. */
function listByTeam(name: string, order: ListOrder): GameListStatement {
  const home = list(`${name} home`, () => pageOf(order, "homeTeamId"));
  const away = list(`${name} away`, () => pageOf(order, "awayTeamId"));
  const sign = order === "oldest" ? 1 : -1;
  const compare = (one: Game, other: Game) =>
    sign * (one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1));
  return list(
    name,
    () => pageOfTeam(order),
    async (run, values) => {
      const pages = [await run(home, values), await run(away, values)];
      return pages.flat().toSorted(compare).slice(0, values.limit);
    },
  );
}

/** Each statement uses another index. */
export const listGames = list("listGames", () => page("newest"));
export const listGamesFromOldest = list("listGamesFromOldest", () => page("oldest"));
export const listGamesByStatus = list("listGamesByStatus", () => page("newest", statusIs));
export const listGamesByStatusFromOldest = list("listGamesByStatusFromOldest", () =>
  page("oldest", statusIs),
);
export const listGamesByTeam = listByTeam("listGamesByTeam", "newest");
export const listGamesByTeamFromOldest = listByTeam("listGamesByTeamFromOldest", "oldest");
