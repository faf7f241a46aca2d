import { nameOf } from "../lineups/team-lineup.js";
import type { Mutable } from "../notation/play-event.js";
import { chargedOnPlay, leadOf } from "../situation.js";
import { fieldingPositions } from "../vocabulary.js";
import { battedIn, isNoAtBat, marksOf } from "./credits.js";
import { basesOfHit, type Outcome } from "./outcome.js";
import type { PlayOfEvent } from "./play-of-event.js";
import { type ForEach, home, runnersPlaces } from "./runner-places.js";
import type { NamedEntry, PlayNotes, ScoringGame } from "./scoring-game.js";
import { describe, fieldedBy, hitTypeOf, type Names } from "./wording.js";

/** The people of a play, and what is known about it besides what happened. */
export interface PlayPeople {
  readonly batter: NamedEntry;
  readonly pitcher: NamedEntry;
  readonly text: string;
  readonly options: {
    readonly formerBatter?: NamedEntry | undefined;
    readonly formerPitcher?: NamedEntry | undefined;
    readonly notes?: PlayNotes | undefined;
  };
}

/**
 * The whole play, except that its earned runs are 0. It is written as one literal, because combining several objects into one
 * with this many fields takes longer than the rest of the scoring.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: it is one literal
export function playOf(game: ScoringGame, outcome: Outcome, people: PlayPeople): Mutable<PlayOfEvent> {
  const { batter, pitcher, text, options } = people;
  const { notes = {} } = options;
  const { inning, half, awayScore, homeScore, lastPlay, bases, chargedTo, fielders } = game;
  const { event, finals, onBase, isTurnOver, credit, steals, caught, pickedOff } = outcome;
  const kind = event.event;
  const marks = marksOf(outcome);
  const { putouts, assists } = credit.known;
  const bat = basesOfHit(event);
  const lead = leadOf(half, game);
  const hitType = hitTypeOf(outcome, marks);
  const isWalk = kind === "walk" || kind === "intentional walk";
  const charged = isWalk ? (options.formerPitcher ?? pitcher) : pitcher;
  const struckOut = kind === "strikeout" ? (options.formerBatter ?? batter) : batter;
  const { first, second, third } = bases;
  const play: Mutable<PlayOfEvent> = {
    gameId: game.gameId,
    playNumber: game.playCount + 1,
    inning,
    half,
    outsBefore: game.outs,
    battingOrder: batter.battingOrder ?? game.dueUp[half === "top" ? "away" : "home"].battingOrder,
    awayScore,
    homeScore,
    isNewInning: lastPlay === null || lastPlay.inning !== inning || lastPlay.half !== half,
    isTied: lead === 0,
    isGoAhead: lead <= 0 && lead + runsIn(finals) > 0,
    inPow: notes.inPow ?? false,
    batterId: batter.id,
    pitcherId: pitcher.id,
    catcherId: fielders.C?.id ?? null,
    defenderId: fielderOf(game, fieldedBy(outcome) || (credit.errors[0] ?? 0))?.id ?? null,
    runnerId: concernedRunner(game, outcome)?.id ?? null,
    onFirstId: first === null ? null : first.id,
    onSecondId: second === null ? null : second.id,
    onThirdId: third === null ? null : third.id,
    batterFinal: isTurnOver ? orNull(finals[0]) : null,
    onFirstFinal: onBase[1] ? orNull(finals[1]) : null,
    onSecondFinal: onBase[2] ? orNull(finals[2]) : null,
    onThirdFinal: onBase[3] ? orNull(finals[3]) : null,
    diceRoll: notes.diceRoll ?? null,
    hitType,
    resultDescription: null,
    checkPos: notes.checkPos ?? null,
    playMetadata: notes.playMetadata === undefined ? { event: text } : { event: text, ...notes.playMetadata },
    locked: notes.locked ?? false,
    complete: true,
    pa: one(isTurnOver),
    ab: one(isTurnOver && !isNoAtBat(kind, marks)),
    hit: one(bat > 0),
    double: one(bat === 2),
    triple: one(bat === 3),
    homerun: one(bat === home),
    bb: one(isWalk),
    ibb: one(kind === "intentional walk"),
    so: one(kind === "strikeout"),
    hbp: one(kind === "hit by pitch"),
    rbi: howMany(battedIn(outcome, marks)),
    sacBunt: one(marks.sacBunt),
    sacFly: one(marks.sacFly),
    gidp: one(marks.gidp),
    sb: howMany(steals),
    cs: howMany(caught),
    pickOff: howMany(pickedOff),
    wildPitch: one(outcome.wildPitch),
    passedBall: one(outcome.passedBall),
    balk: one(kind === "balk"),
    error: credit.errors.length,
    bphr: notes.bphr ?? 0,
    bpfo: notes.bpfo ?? 0,
    bp1b: notes.bp1b ?? 0,
    bplo: notes.bplo ?? 0,
    outsRecorded: outcome.outsRecorded,
    responsibleBatterId: struckOut.id === batter.id ? null : struckOut.id,
    responsiblePitcherId: charged.id === pitcher.id ? null : charged.id,
    onFirstPitcherId: first === null ? null : (chargedTo.first ?? pitcher).id,
    onSecondPitcherId: second === null ? null : (chargedTo.second ?? pitcher).id,
    onThirdPitcherId: third === null ? null : (chargedTo.third ?? pitcher).id,
    stolenBaseCode: codeOfRunners(steals),
    caughtStealingCode: codeOfRunners(caught),
    putoutPositions: listed(putouts, columnWidths.putouts),
    assistPositions: listed(assists, columnWidths.assists),
    errorPositions: listed(credit.errors, columnWidths.errors),
    doublePlay: one(marks.doublePlay),
    triplePlay: one(marks.triplePlay),
    earnedRuns: 0,
    earnedRunCode: 0,
    teamUnearnedRuns: 0,
  };
  const charges = chargedOnPlay(play);
  play.onFirstPitcherId = charges.onFirstPitcherId;
  play.onSecondPitcherId = charges.onSecondPitcherId;
  play.onThirdPitcherId = charges.onThirdPitcherId;
  play.resultDescription =
    notes.resultDescription === undefined
      ? describe(outcome, marks, namesIn(game, batter))
      : notes.resultDescription;
  if (notes.hitType !== undefined) play.hitType = notes.hitType;
  if (notes.createdAt !== undefined) play.createdAt = notes.createdAt;
  return play;
}

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

function concernedRunner(game: ScoringGame, { steals, caught, pickedOff }: Outcome): NamedEntry | null {
  for (const place of runnersPlaces)
    if (steals[place] || caught[place] || pickedOff[place]) return runnersOf(game)[place];
  return null;
}

const orNull = (final: number) => (final === 0 ? null : final);
const one = (happened: boolean): 0 | 1 => (happened ? 1 : 0);
const howMany = ([batter, first, second, third]: Readonly<ForEach<boolean>>) =>
  one(batter) + one(first) + one(second) + one(third);
const runsIn = ([batter, first, second, third]: Readonly<ForEach<number>>) =>
  one(batter === home) + one(first === home) + one(second === home) + one(third === home);

/** The maximum number of fielders in each column. */
const columnWidths = { putouts: 3, assists: 10, errors: 3 } as const;

const listed = (fielders: readonly number[], most: number) =>
  fielders.length === 0 ? null : fielders.slice(0, most).join("");

/** The runner from first is 1, from second 2, from third 4, added up. */
const codeOfRunners = (flags: Readonly<ForEach<boolean>>) =>
  one(flags[1]) + 2 * one(flags[2]) + 4 * one(flags[3]);
