import type { PublicEvent, PublicGame } from "../../feed/public-view.js";

/** What the stream of a browser sends to its pages. */
export type StreamMessage =
  | { readonly kind: "event"; readonly event: PublicEvent }
  /** The games of the scoreboard, in their order. */
  | { readonly kind: "games"; readonly games: readonly PublicGame[] }
  | { readonly kind: "connection"; readonly connection: StreamState };

/** The state of the stream. Times are from `Date.now()`: pages and worker have the same clock. */
export type StreamState =
  | { readonly kind: "connecting" | "live" }
  | { readonly kind: "behind"; readonly since: number };

/** What a page sends to the stream. */
export type PageMessage =
  /** Follows these games, and with `withList` the scoreboard's list of games. */
  | { readonly kind: "watch"; readonly games: readonly string[]; readonly withList: boolean }
  /** It is still there, and in view again: a stream that waits may try at once. */
  | { readonly kind: "here" | "wake" }
  | { readonly kind: "bye" };
