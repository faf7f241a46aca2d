import * as z from "zod";
import type { Game } from "../models/games.js";
import { time, uuidText } from "../models/input.js";
import { validate } from "../models/validate.js";
import { type GameStatus, gameStatuses, type League, leagues } from "../models/vocabulary.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/game-list.js";

/** A game's place in a list. A game itself will do. */
export interface GameKey {
  readonly createdAt: Date;
  readonly id: string;
}

/** Which games, and in which order. What is left out filters nothing. */
export interface GameFilter {
  readonly status?: GameStatus | undefined;
  /** A team, at home or away. */
  readonly teamId?: number | undefined;
  readonly leagueId?: League | undefined;
  /** Created at this time or later. */
  readonly createdFrom?: Date | undefined;
  /** Created before this time. */
  readonly createdBefore?: Date | undefined;
  /** Which are first, by the time of creation. Default: the newest. */
  readonly order?: statements.ListOrder | undefined;
  /** At most so many games in a page, up to 1,000. Default: 50. */
  readonly limit?: number | undefined;
  /** The page begins after this game; null, as for the first page, at the beginning. */
  readonly after?: GameKey | null | undefined;
}

/** A part of a list of games. */
export interface GamePage {
  readonly games: Game[];
  /** What to give as `after` for the next page; null when this is the last one. */
  readonly next: GameKey | null;
}

const left = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null);

const gameFilter = z.strictObject({
  status: left(z.enum(gameStatuses)),
  teamId: left(z.int32()),
  leagueId: left(z.enum(leagues)),
  createdFrom: left(time),
  createdBefore: left(time),
  order: z.enum(["newest", "oldest"]).default("newest"),
  limit: z.int().min(1).max(1000).default(50),
  after: left(z.object({ createdAt: time, id: uuidText })),
});

export async function listGames(executor: Executor, filter: GameFilter = {}): Promise<GamePage> {
  const checked = validate<z.infer<typeof gameFilter>>("The input of listGames", gameFilter, filter);
  const { after, order: _order, limit, ...filters } = checked;
  const games = await executor.execute(statementFor(checked), {
    ...filters,
    afterCreatedAt: after?.createdAt ?? null,
    afterId: after?.id ?? null,
    // One more than asked for tells whether there is a next page.
    limit: limit + 1,
  });
  const page = games.slice(0, limit);
  const last = page.at(-1);
  const hasNext = last !== undefined && games.length > limit;
  return { games: page, next: hasNext ? { createdAt: last.createdAt, id: last.id } : null };
}

type Chosen = Pick<z.infer<typeof gameFilter>, "teamId" | "status" | "order">;

/** A team has fewer games than a status, and a status fewer than there are. */
function statementFor({ teamId, status, order }: Chosen): statements.GameListStatement {
  const { all, byStatus, byTeam } = statementsByOrder[order];
  if (teamId !== null) return byTeam;
  return status === null ? all : byStatus;
}

const statementsByOrder = {
  newest: {
    all: statements.listGames,
    byStatus: statements.listGamesByStatus,
    byTeam: statements.listGamesByTeam,
  },
  oldest: {
    all: statements.listGamesFromOldest,
    byStatus: statements.listGamesByStatusFromOldest,
    byTeam: statements.listGamesByTeamFromOldest,
  },
};
