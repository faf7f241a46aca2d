import { nameOf } from "../lineups/team-lineup.js";
import { firstHalfOf } from "../live-game.js";
import { checkedEvent } from "../notation/check-event.js";
import { formatPlay } from "../notation/format-play.js";
import { parsePlay } from "../notation/parse-play.js";
import type { PlayEvent } from "../notation/play-event.js";
import { situationAfter } from "../situation.js";
import type { Half } from "../vocabulary.js";
import { eventByRules, eventOnWalkOff } from "./counted-event.js";
import { type Correction, earnedRuns } from "./earned-runs.js";
import { expectLegal, illegalPlay } from "./legality.js";
import { outcomeOf } from "./outcome.js";
import type { PlayOfEvent } from "./play-of-event.js";
import { playOf } from "./play-of-outcome.js";
import type { ForEach } from "./runner-places.js";
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
 * @throws {ValidationError} if an object has invalid or unknown fields; `issues` names each of them
 * @throws {IllegalPlayError} when this cannot have happened; `details.reasons` lists every reason
 */
export function scorePlay<Who extends NamedEntry>(
  game: ScoringGame<Who>,
  event: PlayEvent | string,
  options: ScoreOptions<Who> = {},
): ScoredPlay {
  const { asWritten = false } = options;
  const given = typeof event === "string" ? parsePlay(event) : checkedEvent(event);
  const batter = options.batter ?? game.batter;
  const { pitcher } = game;
  const missing = [
    ...(game.isOver && !asWritten ? ["The game is over."] : []),
    ...(batter === null ? ["Nobody is at bat."] : []),
    ...(pitcher === null ? ["Nobody is pitching."] : []),
    ...(asWritten ? [] : reasonsOfPeople(game, options)),
  ];
  if (missing.length > 0 || batter === null || pitcher === null) throw illegalPlay(missing);
  const { bases, outs } = game;
  const onBase: ForEach<boolean> = [false, bases.first !== null, bases.second !== null, bases.third !== null];
  const moment = { outs, onBase, asWritten };
  const ruled = asWritten ? given : eventByRules(given, bases);
  let outcome = outcomeOf(ruled, moment);
  expectLegal(outcome);
  const counted = asWritten ? given : eventOnWalkOff(outcome, game);
  if (counted !== ruled) outcome = outcomeOf(counted, moment);
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

/** Why those whom the caller names cannot take part. */
function reasonsOfPeople(
  { half, lineups, bases, batter: due }: ScoringGame,
  { batter, formerBatter, formerPitcher }: ScoreOptions,
): string[] {
  const [batting, fielding] = half === "top" ? (["away", "home"] as const) : (["home", "away"] as const);
  const teamOf = (side: "away" | "home") => lineups[side][0]?.teamId;
  const reasons: string[] = [];
  if (batter !== undefined) {
    const base = (["first", "second", "third"] as const).find((each) => bases[each]?.id === batter.id);
    const isInOrder = lineups[batting].some(
      ({ id, battingOrder }) => id === batter.id && battingOrder !== null,
    );
    if (batter.teamId !== teamOf(batting))
      reasons.push(`${nameOf(batter)} does not bat for the team at bat.`);
    else if (base !== undefined) reasons.push(`${nameOf(batter)} is on ${base} base, and cannot bat.`);
    else if (!isInOrder || batter.battingOrder === null)
      reasons.push(`${nameOf(batter)} is not in the batting order now.`);
  }
  const place = (batter ?? due)?.battingOrder;
  if (
    formerBatter !== undefined &&
    (formerBatter.teamId !== teamOf(batting) || formerBatter.battingOrder !== place)
  )
    reasons.push(`${nameOf(formerBatter)} did not bat in this place.`);
  if (
    formerPitcher !== undefined &&
    (formerPitcher.teamId !== teamOf(fielding) || formerPitcher.position !== "P")
  )
    reasons.push(`${nameOf(formerPitcher)} did not pitch for the team in the field.`);
  return reasons;
}
