import { type GameRules, hasAutomaticRunner, placeBefore } from "../live-game.js";
import {
  battingOrderAfter,
  firstSituation,
  type PlayFacts,
  type Situation,
  situationAfter,
  type Turn,
} from "../situation.js";
import type { GameStatus, League } from "../vocabulary.js";
import type { TeamEntry } from "./lineup-entries.js";

/** The fields of a game that the lineup rules need. */
interface GameFacts extends Pick<GameRules, "homeTeamId" | "awayTeamId" | "automaticRunnerInning"> {
  readonly leagueId: League;
  readonly status: GameStatus;
}

/** One team between two plays: everything that decides which substitutions are legal. */
export interface LineupMoment {
  readonly game: GameFacts;
  readonly teamId: number;
  /** Every entry of the team, those of players who have left included. */
  readonly entries: readonly TeamEntry[];
  /** Undefined before the first play. */
  readonly lastPlay: TurnFacts | undefined;
  /** The last play in which the team was at bat. */
  readonly lastAtBat: TurnFacts | undefined;
}

/** The fields of a play that the rules need. */
export interface TurnFacts extends PlayFacts, Turn {
  readonly playNumber: number;
}

/**
 * @param entries all entries of the team
 * @param plays in order: the last play of the game, and the last one in which the team was at bat, must be among them
 */
export function momentOf(
  game: LineupMoment["game"],
  teamId: number,
  entries: readonly TeamEntry[],
  plays: readonly TurnFacts[],
): LineupMoment {
  const half = teamId === game.homeTeamId ? "bottom" : "top";
  return {
    ...{ game, teamId, entries },
    lastPlay: plays.at(-1),
    lastAtBat: plays.findLast((play) => play.half === half),
  };
}

export const isOver = ({ status }: LineupMoment["game"]) => status === "completed" || status === "abandoned";

export function situationOf({ lastPlay }: LineupMoment): Situation {
  return lastPlay === undefined ? firstSituation : situationAfter(lastPlay);
}

export function isAtBat(moment: LineupMoment): boolean {
  const { game, teamId } = moment;
  return teamId === (situationOf(moment).half === "top" ? game.awayTeamId : game.homeTeamId);
}

/** The place in the batting order that the team's next batter has. */
export function dueSlot({ lastAtBat }: LineupMoment): number {
  return lastAtBat === undefined ? 1 : battingOrderAfter(lastAtBat);
}

/** The team's active entries that are on base, including the automatic runner of extra innings. */
export function runnersOf(moment: LineupMoment): TeamEntry[] {
  if (!isAtBat(moment)) return [];
  const { onFirstId, onSecondId, onThirdId } = situationOf(moment);
  const ids = [onFirstId, onSecondId, onThirdId];
  // A substitute for a runner has the runner's place in the batting order.
  const slots = [
    ...moment.entries.filter(({ id }) => ids.includes(id)).map(({ battingOrder }) => battingOrder),
    automaticRunnersSlot(moment),
  ].filter((slot) => slot !== null);
  return moment.entries.filter(
    ({ isActive, battingOrder }) => isActive && battingOrder !== null && slots.includes(battingOrder),
  );
}

/** In extra innings, the player who bats before the half-inning's first batter may begin it on second base. */
function automaticRunnersSlot(moment: LineupMoment): number | null {
  const { game, lastPlay } = moment;
  const { inning, half } = situationOf(moment);
  if (!hasAutomaticRunner(game, inning) || lastPlay?.half === half) return null;
  return placeBefore(dueSlot(moment));
}
