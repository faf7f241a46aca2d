import { chargedOnPlay } from "../charges.js";
import { leadOf } from "../game-end.js";
import { nameOf } from "../person.js";
import { fieldingPositions } from "../vocabulary.js";
import { battedIn, type Marks, marksOf } from "./credits.js";
import type { EarnedRuns } from "./earned-runs.js";
import type { JsonValue, NamedEntry, PlayNotes, ScoringGame } from "./game.js";
import { basesOfHit, type Outcome } from "./outcome.js";
import { type ForEach, home, runnersPlaces } from "./places.js";
import { describe, fieldedBy, hitTypeOf, type Names } from "./wording.js";

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

/** Who is in a play, and what is known of it beside what happened. */
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

/** The whole play, its earned runs left at 0. */
export function playOf(game: ScoringGame, outcome: Outcome, people: PlayPeople): PlayOfEvent {
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
