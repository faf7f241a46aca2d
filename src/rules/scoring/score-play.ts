import { chargedOnPlay } from "../charges.js";
import { leadOf } from "../game-end.js";
import { firstHalfOf } from "../live-game.js";
import { formatPlay, type PlayEvent, parsePlay } from "../notation/index.js";
import { situationAfter } from "../situation.js";
import { fieldingPositions, type Half, type Position } from "../vocabulary.js";
import { battedIn, type Marks, marksOf } from "./credits.js";
import { type Correction, type EarnedRuns, earnedRuns } from "./earned-runs.js";
import { type NamedEntry, nameOf, type ScoringGame } from "./game.js";
import { expectLegal, illegalPlay } from "./legality.js";
import { basesOfHit, type Outcome, outcomeOf } from "./outcome.js";
import { type ForEach, home, runnersPlaces } from "./places.js";
import { countedOnWalkOff } from "./walk-off.js";
import { describe, fieldedBy, hitTypeOf, type Names } from "./wording.js";

/** What a card game or an import knows of a play beside what happened. */
export interface PlayNotes {
  readonly diceRoll?: string | null | undefined;
  readonly hitType?: string | null | undefined;
  readonly resultDescription?: string | null | undefined;
  readonly checkPos?: Position | null | undefined;
  readonly playMetadata?: { readonly [key: string]: JsonValue } | undefined;
  readonly inPow?: boolean | undefined;
  readonly locked?: boolean | undefined;
  readonly createdAt?: Date | undefined;
  readonly bphr?: number | undefined;
  readonly bpfo?: number | undefined;
  readonly bp1b?: number | undefined;
  readonly bplo?: number | undefined;
}

type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export interface ScoreOptions<Who extends NamedEntry = NamedEntry> {
  /**
   * True for the record of an official scorer: a run is unearned, and a double play or a sacrifice fly one, only where
   * it is marked so, and no earlier play is corrected. By default the rules find them.
   */
  readonly asWritten?: boolean | undefined;
  /** Who bats, if it is not the one who is due: a batter out of turn whom nobody appealed. */
  readonly batter?: Who | undefined;
  /** The batter who left with two strikes: he is charged with a strikeout (9.15(b)). */
  readonly formerBatter?: Who | undefined;
  /** The pitcher who left with the count in the batter's favor: he is charged with a walk (9.16(h)). */
  readonly formerPitcher?: Who | undefined;
  readonly notes?: PlayNotes | undefined;
}

/** Where the game stands after a play, as `recordPlay` takes it. */
export interface StateAfter {
  readonly inning: number;
  readonly half: Half;
  readonly homeScore: number;
  readonly awayScore: number;
}

export interface ScoredPlay {
  /** The whole play, as `recordPlay` takes it. */
  readonly play: PlayOfEvent;
  readonly state: StateAfter;
  /** Earlier plays of the half-inning whose runs this play has made earned. */
  readonly corrections: readonly Correction[];
}

/** A play as `recordPlay` takes it. What a card game has beside it comes from the notes. */
export type PlayOfEvent = {
  readonly gameId: string;
  readonly playNumber: number;
  readonly hitType: string;
  readonly resultDescription: string;
  readonly complete: boolean;
  readonly playMetadata: { readonly [key: string]: JsonValue };
} & ReturnType<typeof situationOf> &
  ReturnType<typeof peopleOf> &
  ReturnType<typeof movementOf> &
  ReturnType<typeof countsOf> &
  ReturnType<typeof creditOf> &
  ReturnType<typeof responsibilityOf> &
  EarnedRuns &
  Omit<PlayNotes, "hitType" | "resultDescription" | "playMetadata">;

/**
 * Turns what happened into the whole play: who moved, what counts for whom, who is charged, what was earned, and the
 * sentence that describes it.
 *
 * @example
 * ```ts
 * const { play, state } = scorePlay(game, "S8.2-H;1-3");
 * const same = scorePlay(game, { event: "single", fieldedBy: 8, advances: { second: "home", first: "third" } });
 * ```
 * @param game as `recoverGame` returns it; it is not changed
 * @param event Retrosheet's notation, or the same as an object
 * @throws {NotationError} when a text is no notation
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
  return {
    play: Object.assign(play, earned.ofPlay),
    state: { inning, half, homeScore, awayScore },
    corrections: earned.corrections,
  };
}

interface PlayPeople {
  readonly batter: NamedEntry;
  readonly pitcher: NamedEntry;
  readonly text: string;
  readonly options: ScoreOptions;
}

function playOf(game: ScoringGame, outcome: Outcome, people: PlayPeople): PlayOfEvent {
  const { batter, pitcher, text, options } = people;
  const marks = marksOf(outcome);
  const hitType = hitTypeOf(outcome, marks);
  const counts = countsOf(outcome, marks);
  const { notes = {} } = options;
  // Object.assign: spreading so many objects into one is many times slower.
  return Object.assign(
    { gameId: game.gameId, playNumber: game.playCount + 1 },
    situationOf(game, outcome, batter),
    peopleOf(game, outcome, batter, pitcher),
    movementOf(outcome),
    { hitType, resultDescription: describe(outcome, marks, namesIn(game, batter)), complete: true },
    counts,
    responsibilityOf(game, outcome, { hitType, ...counts }, people),
    creditOf(outcome, marks),
    noRuns,
    notes,
    {
      playMetadata:
        notes.playMetadata === undefined ? { event: text } : { event: text, ...notes.playMetadata },
    },
  );
}

const noRuns: EarnedRuns = { earnedRuns: 0, earnedRunCode: 0, teamUnearnedRuns: 0 };

function namesIn(game: ScoringGame, batter: NamedEntry): Names {
  return {
    at: (place) => nameOf((place === 0 ? batter : runnersOf(game)[place]) ?? batter),
    fielder: (number) => {
      const fielder = fielderOf(game, number);
      return fielder === undefined ? "a fielder" : nameOf(fielder);
    },
  };
}

const runnersOf = ({ bases }: ScoringGame) => [null, bases.first, bases.second, bases.third] as const;

function fielderOf(game: ScoringGame, number: number): NamedEntry | undefined {
  const position = fieldingPositions[number - 1];
  return position === undefined ? undefined : game.fielders[position];
}

function situationOf(game: ScoringGame, { finals }: Outcome, batter: NamedEntry) {
  const { inning, half, outs, awayScore, homeScore, lastPlay } = game;
  const runs = finals.filter((final) => final === home).length;
  const lead = leadOf(half, game);
  return {
    inning,
    half,
    outsBefore: outs,
    battingOrder: batter.battingOrder ?? game.dueUp[half === "top" ? "away" : "home"].battingOrder,
    awayScore,
    homeScore,
    isNewInning: lastPlay === null || lastPlay.inning !== inning || lastPlay.half !== half,
    isTied: lead === 0,
    isGoAhead: lead <= 0 && lead + runs > 0,
  };
}

function peopleOf(game: ScoringGame, outcome: Outcome, batter: NamedEntry, pitcher: NamedEntry) {
  const { bases } = game;
  const runners = runnersOf(game);
  const concerned = runnersPlaces.find(
    (place) => outcome.steals[place] || outcome.caught[place] || outcome.pickedOff[place],
  );
  const fielder = fieldedBy(outcome) || (outcome.credit.errors[0] ?? 0);
  return {
    batterId: batter.id,
    pitcherId: pitcher.id,
    catcherId: game.fielders.C?.id ?? null,
    defenderId: fielderOf(game, fielder)?.id ?? null,
    runnerId: (concerned === undefined ? null : runners[concerned]?.id) ?? null,
    onFirstId: bases.first?.id ?? null,
    onSecondId: bases.second?.id ?? null,
    onThirdId: bases.third?.id ?? null,
  };
}

const orNull = (final: number) => (final === 0 ? null : final);

function movementOf({ finals, isTurnOver, onBase }: Outcome) {
  const [batter, first, second, third] = finals;
  return {
    batterFinal: isTurnOver ? orNull(batter) : null,
    onFirstFinal: onBase[1] ? orNull(first) : null,
    onSecondFinal: onBase[2] ? orNull(second) : null,
    onThirdFinal: onBase[3] ? orNull(third) : null,
  };
}

const one = (happened: boolean): 0 | 1 => (happened ? 1 : 0);
const howMany = (flags: readonly boolean[]) => flags.filter(Boolean).length;

function countsOf(outcome: Outcome, marks: Marks) {
  const { event, isTurnOver, steals, caught, pickedOff } = outcome;
  const is = (...names: readonly string[]) => names.includes(event.event);
  const bases = basesOfHit(event);
  const isNoAtBat =
    is("walk", "intentional walk", "hit by pitch", "interference") || marks.sacBunt || marks.sacFly;
  return {
    pa: one(isTurnOver),
    ab: one(isTurnOver && !isNoAtBat),
    hit: one(bases > 0),
    double: one(bases === 2),
    triple: one(bases === 3),
    homerun: one(bases === home),
    bb: one(is("walk", "intentional walk")),
    ibb: one(is("intentional walk")),
    so: one(is("strikeout")),
    hbp: one(is("hit by pitch")),
    rbi: howMany(battedIn(outcome, marks)),
    sacBunt: one(marks.sacBunt),
    sacFly: one(marks.sacFly),
    gidp: one(marks.gidp),
    sb: howMany(steals),
    cs: howMany(caught),
    pickOff: howMany(pickedOff),
    wildPitch: one(outcome.wildPitch),
    passedBall: one(outcome.passedBall),
    balk: one(is("balk")),
    error: outcome.credit.errors.length,
    outsRecorded: outcome.outsRecorded,
  };
}

/** The columns hold as many fielders as a play has, and no more. */
const columnWidths = { putouts: 3, assists: 10, errors: 3 } as const;

function creditOf(outcome: Outcome, marks: Marks) {
  const { putouts, assists } = outcome.credit.known;
  const fielders = (numbers: readonly number[], most: number) => numbers.slice(0, most).join("") || null;
  return {
    stolenBaseCode: codeOfRunners(outcome.steals),
    caughtStealingCode: codeOfRunners(outcome.caught),
    putoutPositions: fielders(putouts, columnWidths.putouts),
    assistPositions: fielders(assists, columnWidths.assists),
    errorPositions: fielders(outcome.credit.errors, columnWidths.errors),
    doublePlay: one(marks.doublePlay),
    triplePlay: one(marks.triplePlay),
  };
}

/** The runner from first is 1, from second 2, from third 4, added up. */
const codeOfRunners = (flags: Readonly<ForEach<boolean>>) =>
  one(flags[1]) + 2 * one(flags[2]) + 4 * one(flags[3]);

function responsibilityOf(
  { chargedTo, bases }: ScoringGame,
  outcome: Outcome,
  counts: ReturnType<typeof countsOf> & { readonly hitType: string },
  { batter, pitcher, options }: PlayPeople,
) {
  const { event } = outcome;
  const isWalk = event.event === "walk" || event.event === "intentional walk";
  const formerPitcher = isWalk ? (options.formerPitcher ?? pitcher) : pitcher;
  const formerBatter = event.event === "strikeout" ? (options.formerBatter ?? batter) : batter;
  const responsiblePitcherId = formerPitcher.id === pitcher.id ? null : formerPitcher.id;
  const charges = chargedOnPlay({
    hitType: counts.hitType,
    gidp: counts.gidp,
    hit: counts.hit,
    bb: counts.bb,
    hbp: counts.hbp,
    so: counts.so,
    pitcherId: pitcher.id,
    responsiblePitcherId,
    onFirstId: bases.first?.id ?? null,
    onSecondId: bases.second?.id ?? null,
    onThirdId: bases.third?.id ?? null,
    batterFinal: orNull(outcome.finals[0]),
    onFirstFinal: orNull(outcome.finals[1]),
    onSecondFinal: orNull(outcome.finals[2]),
    onThirdFinal: orNull(outcome.finals[3]),
    onFirstPitcherId: bases.first && (chargedTo.first ?? pitcher).id,
    onSecondPitcherId: bases.second && (chargedTo.second ?? pitcher).id,
    onThirdPitcherId: bases.third && (chargedTo.third ?? pitcher).id,
  });
  return {
    responsibleBatterId: formerBatter.id === batter.id ? null : formerBatter.id,
    responsiblePitcherId,
    onFirstPitcherId: charges.onFirstPitcherId,
    onSecondPitcherId: charges.onSecondPitcherId,
    onThirdPitcherId: charges.onThirdPitcherId,
  };
}
