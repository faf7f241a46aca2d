import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { PlayConflictError } from "../errors/index.js";
import { uuidText } from "../models/input.js";
import { type Play, type PlayInput, type PlayValues, playInput, playRules } from "../models/plays/index.js";
import { validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/plays.js";
import { checkedState, type GameState } from "./games.js";

export type PlayWithPlayers = statements.PlayWithPlayers;

/** Which plays: those after a number (default all), at most so many (default all), in order. */
export interface PlayPage {
  readonly after?: number;
  readonly limit?: number;
}

export interface RecordedPlay {
  readonly playId: number;
  /** How many times the game's state has changed so far. */
  readonly stateVersion: number;
}

export async function savePlay(executor: Executor, play: PlayInput): Promise<number> {
  const values = checkedPlay(play);
  const [saved] = await executor.execute(statements.savePlay, values);
  return saved === undefined ? (await samePlay(executor, values)).playId : saved.id;
}

export async function recordPlay(
  executor: Executor,
  play: PlayInput,
  state: GameState,
): Promise<RecordedPlay> {
  const values = { play: checkedPlay(play), state: checkedState(play?.gameId, state) };
  const [recorded] = await executor.execute(statements.recordPlay, values);
  if (recorded === undefined) return samePlay(executor, values.play);
  return { playId: recorded.id, stateVersion: recorded.stateVersion };
}

export async function getPlays(executor: Executor, gameId: string, page: PlayPage = {}): Promise<Play[]> {
  return executor.execute(statements.getPlays, checkedRange("getPlays", gameId, page));
}

export async function getPlaysWithPlayers(
  executor: Executor,
  gameId: string,
  page: PlayPage = {},
): Promise<PlayWithPlayers[]> {
  return executor.execute(statements.getPlaysWithPlayers, checkedRange("getPlaysWithPlayers", gameId, page));
}

function checkedPlay(play: PlayInput): PlayValues {
  return validate(subjectOf(play), playInput, play, playRules);
}

function subjectOf(play: PlayInput): string {
  return play?.gameId === undefined ? "The play" : `Play ${play.playNumber} of game ${play.gameId}`;
}

const playRange = z.strictObject({
  gameId: uuidText,
  after: z.int32().min(0).default(0),
  limit: z.int32().min(1).nullable().default(null),
});

function checkedRange(operation: string, gameId: string, page: PlayPage): statements.PlayRange {
  const given = typeof page === "object" && page !== null ? { ...page, gameId } : page;
  return validate(`The input of ${operation}`, playRange, given);
}

/**
 * The number is taken: by this very play, sent again because its answer was lost, or by another.
 *
 * @throws {PlayConflictError}
 */
async function samePlay(executor: Executor, values: PlayValues): Promise<RecordedPlay> {
  const { gameId, playNumber } = values;
  const [found] = await executor.execute(statements.findPlay, { gameId, playNumber });
  const differs = found === undefined ? [] : differences(values, found.play);
  if (found === undefined || differs.length > 0) {
    throw new PlayConflictError(
      `Play ${playNumber} of game ${gameId} is stored with another content${differs.length > 0 ? ` (${differs.join(", ")})` : ""}. Number the play anew, or read what is there.`,
      { details: { gameId, playNumber, differs } },
    );
  }
  return { playId: found.play.id, stateVersion: found.stateVersion };
}

/** When the same play is sent again, the time of sending is another: it is not part of what the play is. */
function differences(sent: PlayValues, stored: Play): string[] {
  const fields = Object.keys(sent) as (keyof PlayValues)[];
  return fields.filter((field) => field !== "createdAt" && !sameValue(field, sent[field], stored[field]));
}

/** A `real` is stored with fewer digits than a JavaScript number has, and JSON knows one zero where there are two. */
function sameValue(field: keyof PlayValues, sent: unknown, stored: unknown): boolean {
  if (field === "wpa" || field === "re24") return sameReal(sent as number | null, stored as number | null);
  if (typeof sent !== "object" || sent === null) return sent === stored;
  return isDeepStrictEqual(JSON.parse(JSON.stringify(sent)), stored);
}

const sameReal = (sent: number | null, stored: number | null) =>
  sent === stored || (sent !== null && stored !== null && Math.fround(sent) === Math.fround(stored));
