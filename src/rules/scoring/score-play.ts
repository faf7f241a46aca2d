import { firstHalfOf } from "../live-game.js";
import { formatPlay } from "../notation/format-play.js";
import { parsePlay } from "../notation/parse-play.js";
import type { Advance, PlayEvent, Runner } from "../notation/play-event.js";
import { leadOf, situationAfter } from "../situation.js";
import type { Half } from "../vocabulary.js";
import { type Correction, earnedRuns } from "./earned-runs.js";
import { expectLegal, illegalPlay } from "./legality.js";
import { basesOfHit, type Outcome, outcomeOf } from "./outcome.js";
import type { PlayOfEvent } from "./play-of-event.js";
import { playOf } from "./play-of-outcome.js";
import { type ForEach, home, type Place, runnerOf } from "./runner-places.js";
import type { NamedEntry, PlayNotes, ScoringGame } from "./scoring-game.js";

export interface ScoreOptions<Who extends NamedEntry = NamedEntry> {
  /**
   * True for the record of an official scorer: unearned runs, double plays and sacrifice flies are only those that are marked,
   * and no earlier play is corrected. By default they are found by the rules.
   */
  readonly asWritten?: boolean | undefined;
  /** The batter, if he is not the one who is due: a batter out of turn without an appeal. */
  readonly batter?: Who | undefined;
  /** The batter who left with two strikes: he is charged with a strikeout (9.15(b)). */
  readonly formerBatter?: Who | undefined;
  /** The pitcher who left with the count in the batter's favor: he is charged with a walk (9.16(h)). */
  readonly formerPitcher?: Who | undefined;
  /** What else is stored with the play. */
  readonly notes?: PlayNotes | undefined;
}

/** The state of the game after a play, as `recordPlay` takes it. */
export interface StateAfter {
  /** The inning, from 1 to 99. */
  readonly inning: number;
  /** The half-inning. */
  readonly half: Half;
  /** Runs of the home team. */
  readonly homeScore: number;
  /** Runs of the away team. */
  readonly awayScore: number;
}

export interface ScoredPlay {
  /** The whole play, as `recordPlay` takes it. */
  readonly play: PlayOfEvent;
  /** The state of the game after the play. */
  readonly state: StateAfter;
  /** Earlier plays of the half-inning whose runs this play has made earned. */
  readonly corrections: readonly Correction[];
}

/**
 * Turns what happened into the complete play: the moves of the runners, the statistics of batter, pitcher and fielders, the
 * charged pitchers, the earned runs, and a sentence that describes the play.
 *
 * @example
 * ```ts
 * const { play, state } = scorePlay(game, "S8.2-H;1-3");
 * const same = scorePlay(game, { event: "single", fieldedBy: 8, advances: { second: "home", first: "third" } });
 * ```
 * @param game as `recoverGame` returns it; it is not changed
 * @param event Retrosheet's notation, or the same as an object
 * @throws {NotationError} if a text is not valid notation
 * @throws {IllegalPlayError} when this cannot have happened; `details.reasons` lists every reason
 */
export function scorePlay<Who extends NamedEntry>(
  game: ScoringGame<Who>,
  event: PlayEvent | string,
  options: ScoreOptions<Who> = {},
): ScoredPlay {
  const { asWritten = false } = options;
  const given = typeof event === "string" ? parsePlay(event) : event;
  const batter = options.batter ?? game.batter;
  const { pitcher } = game;
  const missing = [
    ...(game.isOver && !asWritten ? ["The game is over."] : []),
    ...(batter === null ? ["Nobody is at bat."] : []),
    ...(pitcher === null ? ["Nobody is pitching."] : []),
  ];
  if (missing.length > 0 || batter === null || pitcher === null) throw illegalPlay(missing);
  const { bases, outs } = game;
  const onBase: ForEach<boolean> = [false, bases.first !== null, bases.second !== null, bases.third !== null];
  const moment = { outs, onBase, asWritten };
  let outcome = outcomeOf(given, moment);
  expectLegal(outcome);
  const counted = asWritten ? given : countedOnWalkOff(outcome, game);
  if (counted !== given) outcome = outcomeOf(counted, moment);
  const text = typeof event === "string" && counted === given ? event : formatPlay(counted);
  const play = playOf(game, outcome, { batter, pitcher, text, options });
  const { inning, half, homeScore, awayScore } = situationAfter(play, firstHalfOf(game.game));
  const earned = earnedRuns(game, outcome, play);
  play.earnedRuns = earned.ofPlay.earnedRuns;
  play.earnedRunCode = earned.ofPlay.earnedRunCode;
  play.teamUnearnedRuns = earned.ofPlay.teamUnearnedRuns;
  return {
    play,
    state: { inning, half, homeScore, awayScore },
    corrections: earned.corrections,
  };
}

const hits = ["single", "single", "double", "triple", "homerun"] as const;

/**
 * The event as it counts if it ends the game. The game is over with the winning run: a runner who would have scored after it
 * stays where he was (5.08(b), 7.01(g)). The batter gets only as many bases for his hit as the runner with the winning run
 * needed (9.06(f)). A home run over the fence counts completely.
 */
function countedOnWalkOff(outcome: Outcome, game: ScoringGame): PlayEvent {
  const { event, finals } = outcome;
  const { half, inning } = game;
  const lead = leadOf(half, game);
  const isLastChance = half !== firstHalfOf(game.game) && inning >= game.game.scheduledInnings;
  const needed = 1 - lead;
  const scoring = ([3, 2, 1, 0] as const).filter((place) => finals[place] === home);
  const isOverTheFence = event.event === "homerun" && !event.modifiers?.includes("IPHR");
  if (!isLastChance || needed < 1 || scoring.length < needed || isOverTheFence) return event;
  const winner = scoring[needed - 1] as Place;
  const extra = scoring.slice(needed);
  const bases = basesOfHit(event);
  const credited = Math.min(bases, home - winner);
  if (extra.length === 0 && credited === bases) return event;
  const advances: { [Who in Runner]?: Advance | undefined } = { ...event.advances };
  for (const place of extra) delete advances[runnerOf[place]];
  // On a third strike that was not caught, the batter must be named, because otherwise he is out.
  if (event.event === "strikeout" && extra.includes(0)) advances.batter = "first";
  // A runner who scored because the hit forced him would not be forced by a shorter hit.
  for (const place of scoring.slice(0, needed)) if (place > 0) advances[runnerOf[place]] ??= "home";
  const modifiers = event.modifiers?.filter((modifier) => modifier !== "IPHR");
  const hit = bases > 0 ? { event: hits[credited] } : {};
  return { ...event, ...hit, ...(modifiers && { modifiers }), advances } as PlayEvent;
}
