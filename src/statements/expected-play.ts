import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { games } from "../models/games.js";
import { type PlayValues, plays } from "../models/plays/index.js";
import { insertable } from "./columns.js";
import type { GameStateValues } from "./games.js";
import { insertFrom } from "./insert-from.js";
import { lastPlay } from "./life-cycle.js";
import { recordingStatement } from "./plays.js";
import { build } from "./statement.js";

/** A play, where the game stands after it, and what the caller believes of the game; null where he does not say. */
interface ExpectedPlayValues {
  readonly play: PlayValues;
  readonly state: GameStateValues;
  readonly expectedVersion: number | null;
  readonly expectedLastPlay: number | null;
}

const before = alias(games, "before");
const gameId = sql.placeholder("gameId");

/**
 * The game, locked, if it is as the caller believes. Who had to wait for the lock looks at the row anew, but at its
 * own columns only: a subquery still tells what was there when the statement began. So any change meanwhile makes
 * the two versions differ, and there is no row.
 */
export const expectedGame = build.$with("expected_game").as(
  build
    .select({ id: games.id })
    .from(games)
    .where(
      and(
        eq(games.id, gameId),
        sql`${games.stateVersion} = coalesce(${sql.placeholder("expectedVersion")}::int, ${games.stateVersion})`,
        sql`${games.stateVersion} = (select ${before.stateVersion} from ${games} ${before} where ${before.id} = ${gameId})`,
        sql`coalesce(${sql.placeholder("expectedLastPlay")}::int = ${lastPlay}, true)`,
      ),
    )
    .for("no key update"),
);

const savedPlay = build.$with("saved_play", { id: plays.id }).as(
  sql`${insertFrom(plays, insertable.play, sql`expected_game`)}
  on conflict (game_id, play_number) do nothing returning id`,
);

/** As `recordPlay`, in a game that is as the caller believes. */
export const recordExpectedPlay = recordingStatement<ExpectedPlayValues>("recordExpectedPlay", savedPlay, [
  expectedGame,
]);
