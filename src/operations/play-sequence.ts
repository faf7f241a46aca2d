import { GameStatusError, PlaySequenceError } from "../errors/index.js";
import { firstSituation, type PlayValues, situationAfter } from "../models/plays/index.js";
import type { FoundPlay } from "../statements/find-play.js";

/** Where a play stands in its game. */
const fields = ["playNumber", "inning", "half", "outsBefore", "awayScore", "homeScore"] as const;
type Place = Pick<PlayValues, (typeof fields)[number]>;

/** Where the play after a game's last one begins: `recordPlay` has the database compute the same. */
function nextPlace({ last }: Pick<FoundPlay, "last">): Place {
  const { inning, half, outs, awayScore, homeScore } = last === null ? firstSituation : situationAfter(last);
  const playNumber = (last?.playNumber ?? 0) + 1;
  return { playNumber, inning, half, outsBefore: outs, awayScore, homeScore };
}

/**
 * Says why a play cannot be recorded in a game as it was found.
 *
 * @throws {GameStatusError} when the game is not on
 * @throws {PlaySequenceError} when the play does not follow from the last one
 */
export function assertInSequence(play: PlayValues, found: FoundPlay): void {
  const { gameId, playNumber } = play;
  const { status, stateVersion, lastPlay } = found.game;
  if (status !== "pending" && status !== "active") {
    const legal = status === "paused" ? ["resumeGame"] : [];
    throw new GameStatusError(
      `Game ${gameId} is ${status}, and takes no play${status === "paused" ? " before it is resumed" : ""}.`,
      { details: { gameId, status, stateVersion, lastPlay, legal } },
    );
  }
  const expected = nextPlace(found);
  const differs = fields.filter((field) => play[field] !== expected[field]);
  if (differs.length === 0) return;
  const sentences = differs.map((field) => `${field} is ${play[field]} and should be ${expected[field]}`);
  throw new PlaySequenceError(
    `Play ${playNumber} of game ${gameId} does not follow from the ${lastPlay === 0 ? "beginning" : `last play, number ${lastPlay}`}: ${sentences.join(", ")}. Record what is missing first, or say that it is outOfSequence.`,
    { details: { gameId, playNumber, lastPlay, stateVersion, expected, differs } },
  );
}
