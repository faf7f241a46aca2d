import type { Game } from "../../models/games.js";
import { firstSituation, type Play, type Situation } from "../../models/plays/index.js";
import { countsAsCalled, endsGame } from "../../rules/game-end.js";
import type { Expectation } from "./expectation.js";
import { type Inconsistency, outsText, placeText, scoreText } from "./inconsistency.js";

/** What is wrong with a game's own row, beside what its plays lead to. */
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

/** A game that is over stands where its last play left it, or in the half-inning of that play. */
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
    wrong.push(`stands at ${scoreText(game)} (visitors first), and should stand at ${scoreText(end)}`);
  return wrong.map((text) => ({ kind: "game-state", message: `By its last play, the game ${text}.` }));
}

function unlikeStatus(game: Game, isOver: boolean, { readings, beginnings }: Expectation): Inconsistency[] {
  const wrong = (message: string): Inconsistency[] => [{ kind: "status", message }];
  const { status, scheduledInnings } = game;
  if (readings.length === 0)
    return status === "completed" ? wrong("The game is completed, and has no plays.") : [];
  if (status === "pending") return wrong("The game has plays, and is still pending.");
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
    return winnerTeamId === null ? [] : wrong(`The game is ${status}, and has a winner.`);
  // The game's own score may be what is wrong: that is told apart.
  const winners = [game, ...ends].map((score) => winnerOf(game, score));
  if (winners.includes(winnerTeamId)) return [];
  const name = (teamId: number | null | undefined) => (teamId == null ? "nobody" : `team ${teamId}`);
  return wrong(
    `The game ended ${scoreText(game)} (visitors first): the winner is ${name(winners[0])}, not ${name(winnerTeamId)}.`,
  );
}

function winnerOf(game: Game, { awayScore, homeScore }: Pick<Situation, "awayScore" | "homeScore">) {
  if (awayScore === homeScore) return null;
  return awayScore > homeScore ? game.awayTeamId : game.homeTeamId;
}
