import { leadOf, situationAfter } from "../situation.js";
import { type Side, sideAtBat } from "../vocabulary.js";
import {
  type DecisionEntry,
  type DecisionPlay,
  fieldingSide,
  type Pitcher,
  Pitchers,
  runsOf,
} from "./pitchers-of-record.js";

/** The decisions of a game, by the lineup entries with which the pitchers pitched last. */
export interface GameDecisions {
  /** The winning pitcher; null for nobody. */
  readonly win: number | null;
  /**
   * True when the rules leave the win to the official scorer's judgment: a starter fell short of five innings, or a reliever was
   * ineffective. `win` is then the usual choice.
   */
  readonly isWinJudged: boolean;
  /** The losing pitcher; null for nobody. */
  readonly loss: number | null;
  /** The pitcher with the save; null for nobody. */
  readonly save: number | null;
  /** The pitchers with a hold. */
  readonly holds: readonly number[];
  /** The pitchers with a blown save. */
  readonly blownSaves: readonly number[];
}

/**
 * The lead that was never lost again: the pitcher who was in the game when his team took it, and the pitcher who gave it up.
 */
interface Lead {
  readonly side: Side;
  readonly pitcher: Pitcher | undefined;
  readonly loser: Pitcher | undefined;
}

const nobody: GameDecisions = {
  win: null,
  isWinJudged: false,
  loss: null,
  save: null,
  holds: [],
  blownSaves: [],
};

/**
 * Who wins, loses, saves and holds a finished game (Official Baseball Rules 9.17 and 9.19; a hold and a blown save as the major
 * leagues count them). There are no decisions in a tie.
 *
 * If the starter who would win has not pitched five innings (four in a game of five), the rule leaves the choice to the scorer.
 * This function then chooses the reliever with many outs and few runs, and prefers earlier relievers.
 *
 * @param plays all plays of the game, in order
 * @param lineups all lineup entries of both teams, those of players who have left included
 */
export function decisionsOf(
  plays: readonly DecisionPlay[],
  lineups: readonly DecisionEntry[],
): GameDecisions {
  const last = plays.at(-1);
  if (last === undefined) return nobody;
  const { awayScore, homeScore } = situationAfter(last);
  if (awayScore === homeScore) return nobody;
  const pitchers = new Pitchers(lineups);
  const lead = followLead(plays, pitchers);
  const winners: Side = homeScore > awayScore ? "home" : "away";
  const staff = pitchers.all.filter(({ side }) => side === winners);
  const finisher = pitchers.current(winners);
  const { pitcher: win, isJudged } = winnerOf(lead, staff, finisher, plays, winners);
  const save = finisher !== undefined && finisher !== win && isSave(finisher) ? finisher : undefined;
  return {
    win: lastEntry(win),
    isWinJudged: isJudged,
    loss: lastEntry(lead?.loser),
    save: lastEntry(save),
    holds: entriesOf(
      pitchers.all.filter((pitcher) => isHold(pitcher, finisher, pitchers) && pitcher !== win),
    ),
    blownSaves: entriesOf(pitchers.all.filter((pitcher) => isSaveSituation(pitcher) && pitcher.lostLead)),
  };
}

const lastEntry = (pitcher: Pitcher | undefined) => pitcher?.entries.at(-1) ?? null;
const entriesOf = (pitchers: readonly Pitcher[]) => pitchers.flatMap((pitcher) => pitcher.entries.slice(-1));

/** Follows the game: who pitches, what he allows, and since when each team has had the lead. */
function followLead(plays: readonly DecisionPlay[], pitchers: Pitchers): Lead | undefined {
  const starters = new Map<Side, Pitcher>();
  let lead: { side: Side; pitcher: Pitcher | undefined; loser: Pitcher | undefined } | undefined;
  for (const play of plays) {
    const pitcher = pitchers.enter(play);
    if (pitcher.isStarter && !starters.has(pitcher.side)) {
      starters.set(pitcher.side, pitcher);
      // A lead that the visitors take in the first inning belongs to their starter, although he has not pitched yet.
      if (lead !== undefined && lead.side === pitcher.side) lead.pitcher ??= pitcher;
    }
    pitcher.outs += play.outsRecorded ?? 0;
    const batting = sideAtBat[play.half];
    let ahead = leadOf(play.half, play);
    for (const run of runsOf(play)) {
      const charged = pitchers.of(run.pitcherId) ?? pitcher;
      charged.runs += 1;
      if (run.isEarned) charged.earnedRuns += 1;
      pitcher.runsAllowed += 1;
      if (run.isEarned) pitcher.earnedRunsAllowed += 1;
      ahead += 1;
      if (ahead === 0) {
        lead = undefined;
        if (pitcher.entered.lead > 0) pitcher.lostLead = true;
      }
      if (ahead === 1) lead = { side: batting, pitcher: pitchers.current(batting), loser: charged };
    }
  }
  return lead;
}

/** A starter needs five innings for a win, or four if his team was in the field for only five (9.17(b)). */
function starterQualifies(starter: Pitcher, plays: readonly DecisionPlay[], side: Side): boolean {
  const innings = new Set(
    plays.filter(({ half }) => fieldingSide(half) === side).map(({ inning }) => inning),
  );
  return starter.outs >= (innings.size >= 6 ? 15 : 12);
}

function winnerOf(
  lead: Lead | undefined,
  staff: readonly Pitcher[],
  finisher: Pitcher | undefined,
  plays: readonly DecisionPlay[],
  side: Side,
): { readonly pitcher: Pitcher | undefined; readonly isJudged: boolean } {
  const candidate = lead?.pitcher;
  if (candidate === undefined) return { pitcher: staff[0], isJudged: false };
  const relievers = staff.filter(({ isStarter }) => !isStarter);
  const isRight = candidate.isStarter ? starterQualifies(candidate, plays, side) : !isIneffective(candidate);
  const others = candidate.isStarter ? relievers : relievers.slice(relievers.indexOf(candidate) + 1);
  if (isRight || others.length === 0) return { pitcher: candidate, isJudged: false };
  return { pitcher: mostEffective(others, finisher), isJudged: others.length > 1 || !candidate.isStarter };
}

/**
 * A brief appearance in which two earned runs or more score is ineffective, even if they are charged to a pitcher before
 * (9.17(c) and its comment).
 */
const isIneffective = ({ outs, earnedRunsAllowed }: Pitcher) => outs < 3 && earnedRunsAllowed >= 2;

/**
 * Outs count for a reliever; runs, and relievers who came before him, count against him. The finisher is chosen only if he was
 * much better, and never if he has earned a save.
 */
function mostEffective(relievers: readonly Pitcher[], finisher: Pitcher | undefined): Pitcher | undefined {
  const value = (pitcher: Pitcher) =>
    pitcher.outs - pitcher.runs - relievers.indexOf(pitcher) - (pitcher === finisher ? 5 : 0);
  const others = relievers.filter((pitcher) => pitcher !== finisher || !isSave(pitcher));
  return (others.length > 0 ? others : relievers).reduce((best, pitcher) =>
    value(pitcher) > value(best) ? pitcher : best,
  );
}

/** A lead of three runs at most, or the tying run on base, at bat or on deck (9.19). */
function isSaveSituation({ isStarter, entered }: Pitcher): boolean {
  if (isStarter || entered.lead <= 0) return false;
  return entered.lead <= 3 || entered.lead <= entered.runners + 2;
}

function isSave(finisher: Pitcher): boolean {
  const { isStarter, entered, outs } = finisher;
  if (isStarter || entered.lead <= 0 || outs < 1) return false;
  const isTyingRunNear = entered.lead <= entered.runners + 2;
  return (entered.lead <= 3 && outs >= 3) || isTyingRunNear || outs >= 9;
}

/** True if the pitcher came in with a lead to save, got an out, and left the game with the lead. */
function isHold(pitcher: Pitcher, finisher: Pitcher | undefined, pitchers: Pitchers): boolean {
  const isFinisher = pitcher === finisher || pitcher === pitchers.current(pitcher.side);
  return (
    isSaveSituation(pitcher) && pitcher.outs > 0 && !pitcher.lostLead && pitcher.leadAtExit > 0 && !isFinisher
  );
}
