import { type LiveGame, liveGame, liveGameWith } from "../live-game.js";
import type { Half } from "../vocabulary.js";
import type { Correction } from "./earned-runs.js";
import { type InningPlay, inningPlayOf, type NamedEntry, type ScoringGame } from "./scoring-game.js";

/** The parts of a game that a play changes. */
type Following<Who extends NamedEntry, Play extends InningPlay> = LiveGame<Who> & {
  readonly playCount: number;
  readonly lastPlay: Play;
  readonly inningPlays: readonly InningPlay[];
};

interface ApplyPlayOptions<Who> {
  /** As `scorePlay` returned them. */
  readonly corrections?: readonly Correction[] | undefined;
  /** A pitcher who has left and is charged with this play's batter. */
  readonly formerPitcher?: Who | undefined;
}

/**
 * Returns the game after a play, as `recoverGame` would read it after the play is stored. The given game is not changed.
 *
 * @param play as `scorePlay` returned it, or as it is stored
 */
export function applyPlay<Who extends NamedEntry, Game extends ScoringGame<Who>, Play extends InningPlay>(
  game: Game & ScoringGame<Who>,
  play: Play,
  { corrections = [], formerPitcher }: ApplyPlayOptions<Who> = {},
): Omit<Game, keyof Following<Who, Play>> & Following<Who, Play> {
  const lineups = entriesOf(game);
  if (formerPitcher !== undefined && !has(lineups, formerPitcher)) lineups.push(formerPitcher);
  const lastTurns = { ...turnsOf(game), [play.half]: play };
  const live = liveGameWith({ game: game.game, lastPlay: play, lastTurns, lineups }, game.lineups);
  const goesOn = live.inning === play.inning && live.half === play.half;
  const before = (game.inningPlays ?? []).filter((each) => isSameHalf(each, play));
  const inningPlays = goesOn ? [...corrected(before, corrections), inningPlayOf(play)] : [];
  return { ...game, ...live, playCount: play.playNumber, lastPlay: play, inningPlays };
}

/**
 * Returns the game after substitutions, with its new runners, batter and pitcher.
 *
 * @param lineups all players who are in the game now, and those who have left but are still charged with a runner
 */
export function applyLineups<Who extends NamedEntry, Game extends ScoringGame<Who>>(
  game: Game & ScoringGame<Who>,
  lineups: readonly Who[],
): Game {
  const known = once([...lineups, ...entriesOf(game)]);
  return {
    ...game,
    ...liveGame({ game: game.game, lastPlay: game.lastPlay, lastTurns: turnsOf(game), lineups: known }),
  };
}

const isSameHalf = (one: InningPlay, other: InningPlay) =>
  one.inning === other.inning && one.half === other.half;

/** The batter who is due has not batted yet, so this returns a turn that is not over. */
function turnsOf({ dueUp }: ScoringGame): Record<Half, { battingOrder: number; pa: number }> {
  return {
    top: { battingOrder: dueUp.away.battingOrder, pa: 0 },
    bottom: { battingOrder: dueUp.home.battingOrder, pa: 0 },
  };
}

/** Everybody in the game, and the pitchers who have left and are charged with a runner; each once. */
function entriesOf<Who extends NamedEntry>({ lineups, chargedTo }: ScoringGame<Who>): Who[] {
  const entries = [...lineups.away, ...lineups.home];
  for (const charged of [chargedTo.first, chargedTo.second, chargedTo.third])
    if (charged !== null && !has(entries, charged)) entries.push(charged);
  return entries;
}

const has = (entries: readonly NamedEntry[], { id }: NamedEntry) => entries.some((entry) => entry.id === id);

function once<Who extends NamedEntry>(entries: readonly Who[]): Who[] {
  const byId = new Map<number, Who>();
  for (const entry of entries) if (!byId.has(entry.id)) byId.set(entry.id, entry);
  return [...byId.values()];
}

function corrected(plays: readonly InningPlay[], corrections: readonly Correction[]): readonly InningPlay[] {
  if (corrections.length === 0) return plays;
  return plays.map((play) => {
    const correction = corrections.find(({ playNumber }) => playNumber === play.playNumber);
    return correction === undefined ? play : { ...play, ...correction };
  });
}
