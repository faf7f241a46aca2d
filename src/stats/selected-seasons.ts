import { sql } from "drizzle-orm";
import { ConfigurationError, GameNotFoundError } from "../errors/errors.js";
import { games } from "../models/games-table.js";
import type { Executor } from "../session/executor.js";
import { storedGames } from "../statements/game-statements.js";
import { compile, type Statement } from "../statements/statement.js";
import { checkSelection, type GameSelection } from "./game-selection.js";

const fields = { season: games.season };

const hasSeason: Statement<{ season: string }, { season: string }> = compile({
  name: "hasSeason",
  access: "read",
  query: () =>
    sql<{
      season: string;
    }>`select ${games.season} from ${games} where ${games.season} = ${sql.placeholder("season")} limit 1`,
  fields,
});

/** The most seasons that a message names. */
const mostNamed = 200;

const findSeasons: Statement<object, { season: string }> = compile({
  name: "findSeasons",
  access: "read",
  query: () =>
    sql<{
      season: string;
    }>`select distinct ${games.season} from ${games} where ${games.season} is not null order by ${games.season} limit ${sql.raw(String(mostNamed))}`,
  fields,
});

/**
 * Checks that the season and each of the games that a selection names exist. The functions that compute totals do not check it:
 * for them, totals of a season without games are empty.
 *
 * @throws {ConfigurationError} if no game belongs to this season; the message lists the existing seasons
 * @throws {GameNotFoundError} naming the games that do not exist
 * @throws {ValidationError} naming what is wrong with the selection
 */
export async function expectSelected(executor: Executor, selection: GameSelection): Promise<void> {
  const { season, gameIds } = checkSelection("the command", selection);
  if (season !== null && (await executor.execute(hasSeason, { season })).length === 0)
    throw await noSuchSeason(executor, season);
  if (gameIds === null) return;
  const stored = new Set((await executor.execute(storedGames, { gameIds })).map(({ id }) => id));
  const missing = gameIds.filter((id) => !stored.has(id));
  if (missing.length > 0)
    throw new GameNotFoundError(`There is no game ${missing.join(", ")}.`, { details: { gameIds: missing } });
}

async function noSuchSeason(executor: Executor, season: string): Promise<ConfigurationError> {
  const names = (await executor.execute(findSeasons, {})).map((row) => row.season);
  const which =
    names.length === 0
      ? "No stored game has a season: set it with createGame, or with `dugout import season --season`."
      : `There are ${names.join(", ")}${names.length === mostNamed ? " and more" : ""}.`;
  return new ConfigurationError(`There is no season ${season}. ${which}`, { details: { season } });
}
