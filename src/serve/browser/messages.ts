import type { PublicEvent } from "../../feed/view.js";

/** What the stream of a browser sends to its pages. */
export type StreamMessage =
  | { readonly kind: "event"; readonly event: PublicEvent }
  | { readonly kind: "connection"; readonly connection: StreamState };

/** The state of the stream. Times are from `Date.now()`: pages and worker have the same clock. */
export type StreamState =
  | { readonly kind: "connecting" | "live" }
  | { readonly kind: "behind"; readonly since: number };

/** What a page sends to the stream. */
export type PageMessage =
  | { readonly kind: "watch"; readonly games: readonly string[] }
  /** The page is visible again: a stream that is waiting may try immediately. */
  | { readonly kind: "here" | "wake" }
  | { readonly kind: "bye" };
