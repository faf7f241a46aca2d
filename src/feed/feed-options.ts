import * as z from "zod";
import { isPooled, type ServerSettings } from "../connection/settings.js";
import { parseDatabaseUrl } from "../connection/url.js";
import { ConfigurationError } from "../errors/errors.js";
import { uuidText } from "../models/input-schemas.js";
import { once } from "../models/once.js";
import { gameStatuses, leagues } from "../rules/vocabulary.js";
import type { Database } from "../session/database.js";
import type { Audience, EventView } from "./public-view.js";

/** How a {@link Feed} finds changes. */
export interface FeedOptions {
  /**
   * The URL on which it listens for the announcements of other processes (`Database.open(url, { announce: true })`). It must
   * lead to the server itself, because a pooler in transaction mode forwards none. Default: the database's own URL, unless that
   * is a pooler's or an embedded database's. With `false` it does not listen, and finds the changes of other processes only by
   * polling.
   */
  readonly listenUrl?: string | false | undefined;
  /** How often the feed polls the versions of all watched games, in milliseconds, from 10 to 3,600,000. Default 1,000. */
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
  readonly view?: EventView<Shown> | undefined;
}

export const defaultAudience = "public";
const longest = 3_600_000;

const gameIds = () => z.array(uuidText()).max(100);
export const gameIdsInput = once(() => z.strictObject({ gameIds: gameIds().min(1) }));
export const anyGameIdsInput = once(() => z.strictObject({ gameIds: gameIds() }));
export const feedInput = once(() =>
  z.strictObject({
    listenUrl: z.union([z.string(), z.literal(false)]).optional(),
    lookEvery: z.int().min(10).max(longest).default(1_000),
    heartbeatEvery: z.int().min(10).max(longest).default(10_000),
  }),
);
export const filterInput = once(() =>
  z.strictObject({
    status: z.array(z.enum(gameStatuses)).min(1).optional(),
    leagueId: z.enum(leagues).optional(),
  }),
);
export const exportInput = once(() =>
  z.strictObject({ compareEvery: z.int().min(10).max(longest).default(60_000) }),
);
export const delayInput = once(() => z.strictObject({ delay: z.number().min(0).max(longest).default(0) }));

/** The settings of the listening connection; undefined if the feed does not listen. */
export function listenSettings(
  database: Database,
  listenUrl: FeedOptions["listenUrl"],
): ServerSettings | undefined {
  if (listenUrl === false) return undefined;
  const settings = listenUrl === undefined ? database.settings : parseDatabaseUrl(listenUrl);
  if (settings.kind === "embedded") {
    if (listenUrl === undefined) return undefined;
    throw new ConfigurationError(
      "listenUrl must lead to a server: an embedded database is used by one process.",
    );
  }
  if (!isPooled(settings)) return settings;
  if (listenUrl === undefined) return undefined;
  throw new ConfigurationError(
    "listenUrl leads to a pooler (prepare=false), which passes no notifications on: give the server's own URL.",
  );
}
