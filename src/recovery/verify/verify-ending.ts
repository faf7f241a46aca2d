import type { Game } from "../../models/games-table.js";
import type { LineupEntry } from "../../models/lineups-table.js";
import { type BrokenDecision, brokenDecisions } from "../../models/pitching-decisions.js";
import type { Play } from "../../models/plays-table.js";
import { countsAsCalled, endsGame, firstSituation, type Situation } from "../../rules/situation.js";
import type { Decision } from "../../rules/vocabulary.js";
import type { Expectation } from "./expectation.js";
import { entryText, type Inconsistency, outsText, placeText, scoreText } from "./inconsistencies.js";

/** What is wrong with a game's own row, compared with its plays. */
export function endingInconsistencies(
  game: Game,
  lastPlay: Play | undefined,
  end: Expectation,
): Inconsistency[] {
  const isOver = end.readings.some((play) => endsGame(play, game.scheduledInnings));
  const ends = end.beginnings.map(({ situation }) => situation);
  return [
    ...unlikeState(game, lastPlay, isOver, ends),
    ...unlikeStatus(game, isOver, end),
    ...unlikeWinner(game, ends),
  ];
}

/** The row of a finished game has the state after its last play, or the half-inning of that play. */
function unlikeState(
  game: Game,
  lastPlay: Play | undefined,
  isOver: boolean,
  ends: readonly Situation[],
): Inconsistency[] {
  const [end = firstSituation] = ends;
  const wrong: string[] = [];
  const isEnded = isOver || game.status === "completed" || game.status === "abandoned";
  const places = [...ends, ...(isEnded && lastPlay !== undefined ? [lastPlay] : [])].map(placeText);
  if (!places.includes(placeText(game)))
    wrong.push(`is in ${placeText(game)}, and should be in ${placeText(end)}`);
  if (!ends.some((each) => scoreText(each) === scoreText(game)))
    wrong.push(`stands at ${scoreText(game)} (away team first), and should stand at ${scoreText(end)}`);
  return wrong.map((text) => ({ kind: "game-state", message: `By its last play, the game ${text}.` }));
}

function unlikeStatus(game: Game, isOver: boolean, { readings, beginnings }: Expectation): Inconsistency[] {
  const wrong = (message: string): Inconsistency[] => [{ kind: "status", message }];
  const { status, scheduledInnings } = game;
  if (readings.length === 0)
    return status === "completed" ? wrong("The game is completed, but has no plays.") : [];
  if (status === "pending") return wrong("The game has plays, but is still pending.");
  const counts = readings.some((play) => countsAsCalled(play, scheduledInnings));
  if (status !== "completed" || isOver || counts) return [];
  const { situation } = beginnings[0] as Expectation["beginnings"][number];
  const where = `${placeText(situation)} with ${outsText(situation.outs)}`;
  return wrong(`The game is completed, but stopped in ${where}.`);
}

function unlikeWinner(game: Game, ends: readonly Situation[]): Inconsistency[] {
  const { status, winnerTeamId } = game;
  const wrong = (message: string): Inconsistency[] => [{ kind: "winner", message }];
  if (status !== "completed")
    return winnerTeamId === null ? [] : wrong(`The game is ${status}, but has a winner.`);
  // The game's own score may be wrong; that is reported separately.
  const winners = [game, ...ends].map((score) => winnerOf(game, score));
  if (winners.includes(winnerTeamId)) return [];
  const name = (teamId: number | null | undefined) => (teamId == null ? "nobody" : `team ${teamId}`);
  return wrong(
    `The game ended ${scoreText(game)} (away team first): the winner is ${name(winners[0])}, not ${name(winnerTeamId)}.`,
  );
}

function winnerOf(game: Game, { awayScore, homeScore }: Pick<Situation, "awayScore" | "homeScore">) {
  if (awayScore === homeScore) return null;
  return awayScore > homeScore ? game.awayTeamId : game.homeTeamId;
}

const credits: Readonly<Record<Decision, string>> = { win: "The win", loss: "The loss", save: "The save" };

/**
 * Decisions that contradict each other or the end of the game, unless the end itself is wrong.
 */
export function decisionInconsistencies(
  game: Game,
  lineups: readonly LineupEntry[],
  { isEndingRight }: { readonly isEndingRight: boolean },
): Inconsistency[] {
  const decided = lineups.flatMap((entry) => (entry.decision === null ? [] : [[entry.decision, entry]]));
  const credited: Partial<Record<Decision, LineupEntry>> = Object.fromEntries(decided);
  const broken = brokenDecisions(credited);
  const unlike = isEndingRight ? unlikeEnding(game, credited, broken) : [];
  return [...broken, ...unlike].flatMap(({ decision, message }) => {
    const entry = credited[decision];
    if (entry === undefined) return [];
    return [{ kind: "decision", message: `${credits[decision]} of ${entryText(entry)} ${message}.` }];
  });
}

/** Decisions that are wrong already are not reported again. */
function unlikeEnding(
  { status, winnerTeamId }: Game,
  credited: Partial<Record<Decision, LineupEntry>>,
  broken: readonly BrokenDecision[],
): BrokenDecision[] {
  const entries = Object.entries(credited) as [Decision, LineupEntry][];
  if (status !== "completed")
    return entries.map(([decision]) => ({ decision, message: `cannot be: the game is ${status}` }));
  if (winnerTeamId === null)
    return entries.map(([decision]) => ({ decision, message: "cannot be: the game has no winner" }));
  return entries.flatMap(([decision, { teamId }]) => {
    const isWrong = (teamId === winnerTeamId) === (decision === "loss");
    if (!isWrong || broken.some((each) => each.decision === decision)) return [];
    return [{ decision, message: `cannot be: team ${teamId} ${decision === "loss" ? "won" : "lost"}` }];
  });
}
