import { z } from "zod";
import { uuidText } from "../models/input-schemas.js";
import { gameStatuses, leagues } from "../rules/vocabulary.js";
import type { Audience, View } from "./view.js";

/** How a {@link Feed} finds changes. */
export interface FeedOptions {
  /**
   * The URL on which it listens for the announcements of other processes (`Database.open(url, { announce: true })`). It must lead
   * to the server itself, because a pooler in transaction mode forwards none. Default: the database's own URL, unless that is a
   * pooler's or an embedded database's. With `false` it does not listen, and only looks find the changes of other processes.
   */
  readonly listenUrl?: string | false | undefined;
  /** How often all watched games are read, in milliseconds, from 10 to 3,600,000. Default 1,000. */
  readonly lookEvery?: number;
  /** How often the listening connection is tested, in milliseconds, from 10. Default 10,000. */
  readonly heartbeatEvery?: number;
}

/** Options of following one game. */
export interface FollowOptions<Shown> {
  /** The cursor of the last event that was seen. Without it, or if it cannot be continued, the whole game comes first. */
  readonly after?: string | undefined;
  /** Ends the loop when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Each event is delayed by this many milliseconds, from 0 to 3,600,000. Default 0. */
  readonly delay?: number | undefined;
  /** The audience that is passed to `view`. Default `public`. */
  readonly audience?: Audience | undefined;
  /** Selects what is shown of each event. Default: everything. */
  readonly view?: View<Shown> | undefined;
}

export const defaultAudience = "public";
const longest = 3_600_000;

export const gameIdsInput = z.strictObject({ gameIds: z.array(uuidText).min(1).max(100) });
export const feedInput = z.strictObject({
  listenUrl: z.union([z.string(), z.literal(false)]).optional(),
  lookEvery: z.int().min(10).max(longest).default(1_000),
  heartbeatEvery: z.int().min(10).max(longest).default(10_000),
});
export const filterInput = z.strictObject({
  status: z.array(z.enum(gameStatuses)).min(1).optional(),
  leagueId: z.enum(leagues).optional(),
});
export const exportInput = z.strictObject({ compareEvery: z.int().min(10).max(longest).default(60_000) });
export const delayInput = z.strictObject({ delay: z.number().min(0).max(longest).default(0) });
