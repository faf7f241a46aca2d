import type { Game } from "../../models/games.js";
import type { LineupEntry } from "../../models/lineups.js";
import type { Play } from "../../models/plays/index.js";
import type { Half } from "../../models/vocabulary.js";
import type { Expectation } from "./expectation.js";
import { type Finding, nameOf } from "./inconsistency.js";
import { teamsOf } from "./sides.js";
import type { Timeline } from "./timeline.js";

/** In which half a play's batter can bat: his team's. */
export function halfAtBat(game: Game, play: Play, timeline: Timeline): Half {
  const teamId = timeline.stay(play.batterId)?.entry.teamId;
  if (teamId === game.awayTeamId) return "top";
  return teamId === game.homeTeamId ? "bottom" : play.half;
}

/** A batter whose turn it is not, or who bats in a place that is not his. */
export function outOfOrder(game: Game, play: Play, { due }: Expectation, timeline: Timeline): Finding[] {
  const { batting } = teamsOf(game, play.half);
  const batter = timeline.stay(play.batterId)?.entry;
  const [place, ...others] = due[play.half];
  if (place !== undefined && ![place, ...others].includes(play.battingOrder)) {
    const proper = timeline.inSlot(batting, place, play.playNumber);
    const message = `Place ${play.battingOrder} of the batting order bats${named(batter)}; due is place ${place}${named(proper)}.`;
    return [{ kind: "batting-order", message, correction: { battingOrder: place } }];
  }
  if (batter === undefined || batter.teamId !== batting || batter.battingOrder === play.battingOrder)
    return [];
  const own = batter.battingOrder === null ? "he has none" : `his own is ${batter.battingOrder}`;
  const message = `${nameOf(batter)} bats in place ${play.battingOrder} of the order, and ${own}.`;
  return [{ kind: "batting-order", message }];
}

const named = (entry: LineupEntry | undefined) => (entry === undefined ? "" : `, ${nameOf(entry)}`);

/** Whom a play should name as its batter: who has the place that bats, or the one that was due. */
export function properBatter(
  game: Game,
  play: Play,
  { due }: Expectation,
  timeline: Timeline,
): Partial<Play> | undefined {
  const { batting } = teamsOf(game, play.half);
  const [place = play.battingOrder, ...others] = due[play.half];
  const isInTurn = [place, ...others].includes(play.battingOrder);
  const proper = timeline.inSlot(batting, isInTurn ? play.battingOrder : place, play.playNumber);
  return proper === undefined || proper.id === play.batterId ? undefined : { batterId: proper.id };
}
