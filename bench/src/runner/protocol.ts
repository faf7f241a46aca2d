import type { PlayState, Slot, WholePlay } from "../data/play.js";

/** The requests to a subject's process, one line of JSON each on its standard input. */
export type Request =
  | { readonly do: "open"; readonly url: string; readonly connections: number }
  | RunRequest
  | { readonly do: "close" };

export const workNames = ["recordPlay", "loadGame", "lastPlays", "activeLineup", "insertPlays"] as const;
export type WorkName = (typeof workNames)[number];

export interface RunRequest {
  readonly do: "run";
  readonly work: WorkName;
  /** Games for each client: fresh ones for a writer, filled ones for a reader. */
  readonly slots: readonly (readonly Slot[])[];
  /** How long is measured, in seconds; or how many operations, if operations are counted. */
  readonly seconds?: number;
  readonly operations?: number;
  /** How long the same is done before it is measured, in seconds. */
  readonly warmUp: number;
}

/** The result of one run. Times are in milliseconds, except CPU times. */
export interface Figures {
  readonly operations: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the client, user and system, per operation, in microseconds; null where it is not known. */
  readonly cpu: number | null;
  /** Resident memory of the client's process, in megabytes; null where it is not known. */
  readonly memory: number | null;
}

/** The answers of a subject, one line of JSON each. */
export type Answer =
  | { readonly ok: true; readonly works?: readonly WorkName[]; readonly figures?: Figures }
  | { readonly ok: false; readonly error: string };

export type { PlayState, Slot, WholePlay };
