import { integer } from "drizzle-orm/pg-core";

/**
 * The stamp by which a follower knows what it has seen. A game's counts every change of the game, its plays and its
 * lineups; a play's or an entry's is the game's as of its own last change. 0 is what was stored before there were stamps.
 */
export const feedVersion = () => integer("feed_version").notNull().default(0);
