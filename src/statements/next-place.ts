import { and, eq, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import type { PlayValues } from "../models/plays-table.js";
import { firstSituation, type Situation, situationAfter } from "../rules/situation.js";
import { increments } from "./game-update.js";

/**
 * A distributed PostgreSQL reuses the plan of an UPDATE only if it reads one table. So there the game's row also contains where the
 * next play begins. That is used only if it is of the game's current `feed_version`, which every change of the plays increments;
 * otherwise the plays are read, as on a single server.
 */
export const placeAfterPlay = () => ({
  nextPlace: sql`${sql.placeholder("placeAfter")}::text`,
  nextPlaceVersion: increments.feedVersion,
});
/** True if the play begins at the next place in the game's row. */
export const isNextPlaceOfGame = () =>
  and(
    eq(games.nextPlace, sql`${sql.placeholder("place")}::text`),
    eq(games.nextPlaceVersion, games.feedVersion),
  );

/** A place as the game's row contains it. */
const placeText = (
  number: number,
  at: Pick<Situation, "inning" | "half" | "outs" | "awayScore" | "homeScore">,
) => `play ${number}: ${at.half} ${at.inning}, outs ${at.outs}, score ${at.awayScore}-${at.homeScore}`;
const firstPlace = placeText(1, firstSituation);
/** Where a play begins. */
export const placeOf = (play: PlayValues) => placeText(play.playNumber, { ...play, outs: play.outsBefore });
/** Where the play after it must begin. */
export const placeAfter = (play: PlayValues) => placeText(play.playNumber + 1, situationAfter(play));

export const isFirstPlace = (play: PlayValues) => placeOf(play) === firstPlace;
