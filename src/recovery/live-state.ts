import type { LineupEntry } from "../models/lineups.js";
import { battingOrderAfter, firstSituation, type Situation, situationAfter } from "../models/plays/index.js";
import { type FieldingPosition, fieldingPositions, type Half } from "../models/vocabulary.js";
import type { RecoveryRows } from "../statements/recovery.js";
import { endsGame } from "./game-end.js";
import { recoverSession } from "./session-differences.js";
import type { Bases, DueUp, RecoveredGame, Side } from "./types.js";

/** Which side bats in which half. */
const atBat: Readonly<Record<Half, Side>> = { top: "away", bottom: "home" };

/** Where a game stands, worked out of its last plays and its lineups. */
export function liveState(rows: RecoveryRows): RecoveredGame {
  const { game, lastPlay, playCount } = rows;
  const situation = lastPlay === null ? firstSituation : situationAfter(lastPlay);
  const isOver = lastPlay !== null && endsGame(lastPlay, game.scheduledInnings);
  const active = rows.lineups.filter((entry) => entry.isActive);
  const lineups = {
    away: active.filter(({ teamId }) => teamId === game.awayTeamId),
    home: active.filter(({ teamId }) => teamId === game.homeTeamId),
  };
  const dueUp = {
    away: dueUpOf(lineups.away, rows.lastTurns.top),
    home: dueUpOf(lineups.home, rows.lastTurns.bottom),
  };
  const batting = atBat[situation.half];
  const fielders = fieldersOf(lineups[batting === "away" ? "home" : "away"]);
  const bases = basesOf(rows, situation, { isOver, batting: lineups[batting], due: dueUp[batting] });
  return {
    gameId: game.id,
    status: game.status,
    stateVersion: game.stateVersion,
    game,
    ...whereOf(situation),
    bases,
    chargedTo: chargedTo(rows.lineups, situation, bases, fielders.P ?? null),
    isOver,
    playCount,
    lastPlay,
    dueUp,
    batter: dueUp[batting].batter,
    pitcher: fielders.P ?? null,
    fielders,
    lineups,
    session: rows.session && recoverSession(rows.session, { ...rows, situation }),
  };
}

const whereOf = ({ inning, half, outs, awayScore, homeScore }: Situation) => ({
  inning,
  half,
  outs,
  awayScore,
  homeScore,
});

function dueUpOf(lineup: readonly LineupEntry[], lastTurn: RecoveryRows["lastTurns"][Half]): DueUp {
  const battingOrder = lastTurn === null ? 1 : battingOrderAfter(lastTurn);
  return { battingOrder, batter: inPlace(lineup, battingOrder) };
}

function inPlace(lineup: readonly LineupEntry[], battingOrder: number | null): LineupEntry | null {
  if (battingOrder === null) return null;
  return lineup.find((entry) => entry.battingOrder === battingOrder) ?? null;
}

function fieldersOf(lineup: readonly LineupEntry[]): RecoveredGame["fielders"] {
  const fielders: Partial<Record<FieldingPosition, LineupEntry>> = {};
  for (const position of fieldingPositions) {
    const entry = lineup.find((candidate) => candidate.position === position);
    if (entry !== undefined) fielders[position] = entry;
  }
  return fielders;
}

interface SideAtBat {
  readonly isOver: boolean;
  readonly batting: readonly LineupEntry[];
  readonly due: DueUp;
}

function basesOf(rows: RecoveryRows, situation: Situation, side: SideAtBat): Bases {
  const runner = (id: number | null) => (id === null ? null : runnerNow(rows.lineups, id));
  return {
    first: runner(situation.onFirstId),
    second: runner(situation.onSecondId) ?? automaticRunner(rows, situation, side),
    third: runner(situation.onThirdId),
  };
}

/** Whoever pitches next is charged with a runner with whom nobody is yet: the rules of extra innings put him there. */
function chargedTo(
  lineups: readonly LineupEntry[],
  { onFirstPitcherId, onSecondPitcherId, onThirdPitcherId }: Situation,
  { first, second, third }: Bases,
  pitcher: LineupEntry | null,
): Bases {
  const charged = (runner: LineupEntry | null, id: number | null) => {
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

/** A pitcher who came back to the mound, or took a place in the batting order, has a later entry: he is one pitcher. */
function lastOnMound(lineups: readonly LineupEntry[], entry: LineupEntry): LineupEntry {
  const { teamId, cardId, playerId } = entry;
  return lineups
    .filter((other) => other.position === "P" && other.teamId === teamId)
    .filter((other) => other.cardId === cardId && other.playerId === playerId)
    .reduce((last, other) => (other.id > last.id ? other : last), entry);
}

/**
 * Who runs now for an entry that got on base: whoever has his place in the batting order, which a substitute takes
 * with everything that goes with it.
 */
function runnerNow(lineups: readonly LineupEntry[], id: number): LineupEntry | null {
  const runner = lineups.find((entry) => entry.id === id);
  if (runner === undefined || runner.isActive) return runner ?? null;
  const active = lineups.filter((entry) => entry.isActive && entry.teamId === runner.teamId);
  return inPlace(active, runner.battingOrder) ?? active.find((entry) => entry.replacingId === id) ?? runner;
}

/** In extra innings a half-inning may begin with a runner: who stands before the one who leads it off. */
function automaticRunner({ game, lastPlay }: RecoveryRows, situation: Situation, side: SideAtBat) {
  const { inning, half } = situation;
  const begins = lastPlay === null || lastPlay.inning !== inning || lastPlay.half !== half;
  const isDue = game.automaticRunnerInning !== null && inning >= game.automaticRunnerInning;
  if (side.isOver || !begins || !isDue) return null;
  return inPlace(side.batting, placeBefore(side.due.battingOrder));
}

/** The place in the batting order before this one. */
export function placeBefore(battingOrder: number): number {
  return battingOrder === 1 ? 9 : battingOrder - 1;
}
