import { z } from "zod";
import { uuidText } from "../models/input-schemas.js";
import { gameStatuses, leagues } from "../rules/vocabulary.js";
import type { Audience, View } from "./view.js";

/** How a {@link Feed} learns of changes. */
export interface FeedOptions {
  /**
   * The URL on which it listens for what other processes announce (`Database.open(url, { announce: true })`). It must lead
   * to the server itself: a pooler in transaction mode passes nothing on. Default: the database's own URL, unless that is a
   * pooler's or an embedded database's. `false` for not listening: then only looks find what other processes do.
   */
  readonly listenUrl?: string | false | undefined;
  /** How often it looks at all watched games, in milliseconds, from 10 to 3,600,000. Default 1,000. */
  readonly lookEvery?: number;
  /** How often it asks whether the listening connection still stands, in milliseconds, from 10. Default 10,000. */
  readonly heartbeatEvery?: number;
}

/** How one game is followed. */
export interface FollowOptions<Shown> {
  /** The cursor of the event that was seen last. Left out, or where it does not lead on: the whole game comes first. */
  readonly after?: string | undefined;
  /** Ends the loop when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** How many milliseconds each event is held back, from 0 to 3,600,000. Default 0. */
  readonly delay?: number | undefined;
  /** For whom; `view` is given it. Default `public`. */
  readonly audience?: Audience | undefined;
  /** What is shown of each event. Default: all of it. */
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
