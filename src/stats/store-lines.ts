import { sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import type { Database } from "../session/database.js";
import { compile, type Statement } from "../statements/statement.js";
import { storeLinesOfGames } from "../statements/stored-line-statements.js";
import { bySelection, checkSelection, type GameSelection } from "./game-selection.js";

/** The games of one transaction. */
const pageSize = 200;
const beforeAll = "00000000-0000-0000-0000-000000000000";

const missingLines = bySelection(
  (way, selected): Statement<object, { id: string }> =>
    compile({
      name: `missingLines${way}`,
      access: "read",
      isPrepared: false,
      query: () => sql<{ id: string }>`select ${games.id} from ${games}
where ${selected} and ${games.id} > ${sql.placeholder("after")}::uuid
  and (select exact_lines.last_play from exact_lines where exact_lines.game_id = ${games.id}) is null
order by ${games.id} limit ${pageSize}`,
      fields: { id: games.id },
    }),
);

/**
 * Stores the batting and pitching lines of completed games that have none, or whose plays were changed since. Results stay the
 * same, but are read faster: a season's totals are computed from lines instead of plays. `completeGame` and imports store the lines
 * of their games themselves.
 *
 * @example
 * ```ts
 * const { games } = await storeAllLines(database, { season: "2020" });
 * ```
 * @returns the number of games whose lines were stored
 * @throws {ValidationError} naming what is wrong with the selection
 */
export async function storeAllLines(
  database: Database,
  selection: GameSelection = {},
): Promise<{ games: number }> {
  const values = checkSelection("storeAllLines", selection);
  const statement = missingLines(values);
  let stored = 0;
  let after = beforeAll;
  for (;;) {
    const page = await database.execute(statement, { ...values, after });
    const last = page.at(-1);
    if (last === undefined) return { games: stored };
    stored += await storePage(database, page);
    after = last.id;
  }
}

function storePage(database: Database, page: readonly { readonly id: string }[]): Promise<number> {
  const gameIds = page.map(({ id }) => id);
  return database.transaction(async (session) => {
    const stored = await session.execute(storeLinesOfGames, { gameIds });
    return stored.length;
  });
}
