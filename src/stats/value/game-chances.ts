import type { Play } from "../../models/plays-table.js";
import { situationAfter } from "../../rules/situation.js";
import type { LoadedGame } from "../../statements/whole-game-statements.js";
import { homeWinsBeforeEach } from "./play-values.js";
import type { RunExpectancy } from "./run-expectancy-table.js";
import { decided, WinProbability } from "./win-probability.js";

/** The home team's chance to win before the first play of a game, and after each. */
export type GameChances = readonly number[];

/** The chances from the WPA stored with the plays; null if a play has none, or if the game is not completed. */
export function storedChances({ game, plays }: LoadedGame): GameChances | null {
  if (game.status !== "completed" || plays.some(({ wpa }) => wpa === null)) return null;
  const chances = [0.5];
  for (const { half, wpa } of plays) {
    const chance = (chances.at(-1) ?? 0.5) + (half === "bottom" ? 1 : -1) * (wpa ?? 0);
    chances.push(Math.min(1, Math.max(0, chance)));
  }
  return chances;
}

/**
 * The chances computed from a table; for a game that is not completed, up to its current state.
 *
 * @throws {ValidationError} if the table contains no half-inning
 */
export function computedChances({ game, plays }: LoadedGame, table: RunExpectancy): GameChances {
  const chances = new WinProbability(table, game);
  const last = plays.at(-1);
  const before = homeWinsBeforeEach(plays, chances);
  if (last === undefined) return before;
  return [...before, chanceAfter(last, chances, game.status === "completed")];
}

function chanceAfter(last: Play, chances: WinProbability, isOver: boolean): number {
  const { inning, half, outs, onFirstId, onSecondId, onThirdId, ...score } = situationAfter(last);
  const homeLead = score.homeScore - score.awayScore;
  if (isOver) return decided(homeLead);
  const begins = inning !== last.inning || half !== last.half;
  const taken = [onFirstId, onSecondId, onThirdId].map((runner, index) => (runner === null ? 0 : 1 << index));
  const bases = begins ? chances.firstBases(inning) : taken.reduce((sum, bit) => sum + bit, 0);
  return chances.homeWins({ inning, half, outs, bases, homeLead });
}
