import { type Entry, isSamePerson } from "./lineups/team-lineup.js";
import {
  battingOrderAfter,
  endsGame,
  firstSituation,
  hasAutomaticRunner,
  type PlayFacts,
  placeBefore,
  type Situation,
  situationAfter,
  type Turn,
} from "./situation.js";
import { type FieldingPosition, fieldingPositions, type Half, type Side, sideAtBat } from "./vocabulary.js";

/** Lineup entries by base; null where there is no runner. */
export interface BasesOf<Who> {
  /** The runner on first base. */
  readonly first: Who | null;
  /** The runner on second base. */
  readonly second: Who | null;
  /** The runner on third base. */
  readonly third: Who | null;
}

/** The batter who is due when a side bats next, or now. */
export interface DueUpOf<Who> {
  /** His place in the batting order, from 1 to 9. */
  readonly battingOrder: number;
  /** Null when nobody has that place. */
  readonly batter: Who | null;
}

/** What of a game's row decides how it is played. */
export interface GameRules {
  /** The team that bats in the bottom halves. */
  readonly homeTeamId: number;
  /** The team that bats in the top halves. */
  readonly awayTeamId: number;
  /** How many innings the game is scheduled for, from 1 to 99: 9, or 7 in some doubleheaders. */
  readonly scheduledInnings: number;
  /** The inning from which on each half begins with a runner on second base; null where there is none. */
  readonly automaticRunnerInning: number | null;
  /** True in the rare game in which the home team bats first. */
  readonly homeBatsFirst?: boolean | undefined;
}

/** The fields of the last play that the rules need to continue the game. */
type LastPlay = PlayFacts & Turn;

/** Everything from which the current situation of a game is computed. */
export interface LiveFacts<Who extends Entry> {
  /** The game's row, as far as the rules read it. */
  readonly game: GameRules;
  /** Null before the first play. */
  readonly lastPlay: LastPlay | null;
  /** The last play of each half. */
  readonly lastTurns: Readonly<Record<Half, Turn | null>>;
  /** The players in the game, and those whom the last play names, in order of entry. */
  readonly lineups: readonly Who[];
}

/** The current situation of a game: inning, bases, score, and who bats and pitches next. */
export interface LiveGame<Who> {
  /** The inning, from 1 to 99. */
  readonly inning: number;
  /** The half-inning. */
  readonly half: Half;
  /** 0 to 2. */
  readonly outs: number;
  /** The runners by base. */
  readonly bases: BasesOf<Who>;
  /** For each base, the pitcher who is charged with its runner if he scores. He may have left the game. */
  readonly chargedTo: BasesOf<Who>;
  /** Runs of the away team. */
  readonly awayScore: number;
  /** Runs of the home team. */
  readonly homeScore: number;
  /** True when the rules say that the last play ended the game. */
  readonly isOver: boolean;
  /** Who bats next for each side. */
  readonly dueUp: Readonly<Record<Side, DueUpOf<Who>>>;
  /** Who bats now: the one who is due up for the side at bat. */
  readonly batter: Who | null;
  /** Who pitches now, for the side in the field. */
  readonly pitcher: Who | null;
  /** The side in the field, by position. */
  readonly fielders: Readonly<Partial<Record<FieldingPosition, Who>>>;
  /** Everybody who is in the game now, in order of entry. */
  readonly lineups: Readonly<Record<Side, readonly Who[]>>;
}

export const firstHalfOf = ({ homeBatsFirst }: GameRules): Half => (homeBatsFirst ? "bottom" : "top");

/** Computes the current situation of a game from its last plays and its lineups. */
export function liveGame<Who extends Entry>(facts: LiveFacts<Who>): LiveGame<Who> {
  const { awayTeamId, homeTeamId } = facts.game;
  const active = facts.lineups.filter((entry) => entry.isActive);
  return liveGameWith(facts, {
    away: active.filter(({ teamId }) => teamId === awayTeamId),
    home: active.filter(({ teamId }) => teamId === homeTeamId),
  });
}

/** The same, with the current lineups given by the caller: a play does not change them. */
export function liveGameWith<Who extends Entry>(
  facts: LiveFacts<Who>,
  lineups: LiveGame<Who>["lineups"],
): LiveGame<Who> {
  const { game, lastPlay } = facts;
  const firstHalf = firstHalfOf(game);
  const situation =
    lastPlay === null ? { ...firstSituation, half: firstHalf } : situationAfter(lastPlay, firstHalf);
  const isOver = lastPlay !== null && endsGame(lastPlay, game.scheduledInnings, firstHalf);
  const dueUp = {
    away: dueUpOf(lineups.away, facts.lastTurns.top),
    home: dueUpOf(lineups.home, facts.lastTurns.bottom),
  };
  const batting = sideAtBat[situation.half];
  const fielders = fieldersOf(lineups[batting === "away" ? "home" : "away"]);
  const pitcher = fielders.P ?? null;
  const bases = basesOf(facts, situation, { isOver, batting: lineups[batting], due: dueUp[batting] });
  const { inning, half, outs, awayScore, homeScore } = situation;
  return {
    inning,
    half,
    outs,
    bases,
    chargedTo: chargedTo(facts.lineups, situation, bases, pitcher),
    awayScore,
    homeScore,
    isOver,
    dueUp,
    batter: dueUp[batting].batter,
    pitcher,
    fielders,
    lineups,
  };
}

function dueUpOf<Who extends Entry>(lineup: readonly Who[], lastTurn: Turn | null): DueUpOf<Who> {
  const battingOrder = lastTurn === null ? 1 : battingOrderAfter(lastTurn);
  return { battingOrder, batter: inPlace(lineup, battingOrder) };
}

function inPlace<Who extends Entry>(lineup: readonly Who[], battingOrder: number | null): Who | null {
  if (battingOrder === null) return null;
  return lineup.find((entry) => entry.battingOrder === battingOrder) ?? null;
}

/** Cached, because the fielders are needed at every play, and a lineup changes only a few times in a game. */
const fieldersByLineup = new WeakMap<readonly Entry[], LiveGame<Entry>["fielders"]>();

function fieldersOf<Who extends Entry>(lineup: readonly Who[]): LiveGame<Who>["fielders"] {
  const known = fieldersByLineup.get(lineup);
  if (known !== undefined) return known as LiveGame<Who>["fielders"];
  const fielders: Partial<Record<FieldingPosition, Who>> = {};
  for (const position of fieldingPositions) {
    const entry = lineup.find((candidate) => candidate.position === position);
    if (entry !== undefined) fielders[position] = entry;
  }
  fieldersByLineup.set(lineup, fielders);
  return fielders;
}

interface BattingSide<Who> {
  readonly isOver: boolean;
  readonly batting: readonly Who[];
  readonly due: DueUpOf<Who>;
}

function basesOf<Who extends Entry>(
  facts: LiveFacts<Who>,
  situation: Situation,
  side: BattingSide<Who>,
): BasesOf<Who> {
  const runner = (id: number | null) => (id === null ? null : runnerNow(facts.lineups, id));
  return {
    first: runner(situation.onFirstId),
    second: runner(situation.onSecondId) ?? automaticRunner(facts, situation, side),
    third: runner(situation.onThirdId),
  };
}

/** The next pitcher is charged with a runner who is not charged to anyone yet: the automatic runner of extra innings. */
function chargedTo<Who extends Entry>(
  lineups: readonly Who[],
  { onFirstPitcherId, onSecondPitcherId, onThirdPitcherId }: Situation,
  { first, second, third }: BasesOf<Who>,
  pitcher: Who | null,
): BasesOf<Who> {
  const charged = (runner: Who | null, id: number | null) => {
    if (runner === null) return null;
    const entry = lineups.find((candidate) => candidate.id === id);
    return entry === undefined ? pitcher : lastOnMound(lineups, entry);
  };
  return {
    first: charged(first, onFirstPitcherId),
    second: charged(second, onSecondPitcherId),
    third: charged(third, onThirdPitcherId),
  };
}

/**
 * A pitcher who came back to the mound, or took a place in the batting order, has several entries; this returns the last one.
 */
function lastOnMound<Who extends Entry>(lineups: readonly Who[], entry: Who): Who {
  const { teamId, cardId = null, playerId = null } = entry;
  if (cardId === null && playerId === null) return entry;
  let last = entry;
  for (const other of lineups)
    if (other.position === "P" && other.teamId === teamId && other.id > last.id && isSamePerson(other, entry))
      last = other;
  return last;
}

/**
 * The runner now on base for an entry that reached it: the player who has its place in the batting order, because a
 * pinch runner takes that place.
 */
function runnerNow<Who extends Entry>(lineups: readonly Who[], id: number): Who | null {
  const runner = lineups.find((entry) => entry.id === id);
  if (runner === undefined || runner.isActive) return runner ?? null;
  const active = lineups.filter((entry) => entry.isActive && entry.teamId === runner.teamId);
  return inPlace(active, runner.battingOrder) ?? active.find((entry) => entry.replacingId === id) ?? runner;
}

/** In extra innings a half-inning may begin with a runner: the player who is before the first batter in the batting order. */
function automaticRunner<Who extends Entry>(
  { game, lastPlay }: LiveFacts<Who>,
  { inning, half }: Situation,
  side: BattingSide<Who>,
): Who | null {
  const begins = lastPlay === null || lastPlay.inning !== inning || lastPlay.half !== half;
  if (side.isOver || !begins || !hasAutomaticRunner(game, inning)) return null;
  return inPlace(side.batting, placeBefore(side.due.battingOrder));
}
