import { sql } from "drizzle-orm";
import { games } from "../models/games.js";

const gameId = sql.placeholder("gameId");

/**
 * The game, locked, if its state is still the one that was read and decided on. All that a statement writes hangs on
 * this part: so it writes everything or nothing, although the decision was made outside of the database.
 */
export const lockedGame = sql`locked_game as (
  select ${games.id} from ${games}
  where ${games.id} = ${gameId} and ${games.stateVersion} = ${sql.placeholder("stateVersion")}::int
  for no key update
)`;

export const isLocked = sql`exists (select 1 from locked_game)`;

/** Counts one change of the game's state, if there is a row in another part of the statement. */
export const countedChange = (part: string) => sql`counted_change as (
  update ${games} set state_version = ${games.stateVersion} + 1
  where ${games.id} = ${gameId} and exists (select 1 from ${sql.identifier(part)})
  returning ${games.stateVersion}
)`;
