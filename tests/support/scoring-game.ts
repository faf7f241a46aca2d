import { liveGame } from "../../src/rules/live-game.js";
import type { PlayEvent } from "../../src/rules/notation/play-event.js";
import { applyLineups, applyPlay } from "../../src/rules/scoring/apply-play.js";
import type { PlayOfEvent } from "../../src/rules/scoring/play-of-event.js";
import { scorePlay } from "../../src/rules/scoring/score-play.js";
import type { NamedEntry, ScoringGame } from "../../src/rules/scoring/scoring-game.js";
import { fieldingPositions } from "../../src/rules/vocabulary.js";

const names = ["Ace", "Backstop", "Corner", "Keystone", "Hot", "Short", "Left", "Center", "Right"];

/** Entries 1 to 9 of the away team, 11 to 19 of the home team; the pitcher bats first. */
export function nine(teamId: number): NamedEntry[] {
  return fieldingPositions.map((position, index) => ({
    id: (teamId - 1) * 10 + index + 1,
    teamId,
    position,
    battingOrder: index + 1,
    isActive: true,
    replacingId: null,
    playerName: `${names[index]} ${teamId}`,
    cardId: null,
    playerId: teamId * 100 + index,
  }));
}

/** A game before its first play: team 1 visits team 2. */
export function newGame(rules: Partial<ScoringGame["game"]> = {}): ScoringGame {
  const game = { awayTeamId: 1, homeTeamId: 2, scheduledInnings: 9, automaticRunnerInning: null, ...rules };
  const lineups = [...nine(1), ...nine(2)];
  return {
    gameId: "game",
    game,
    ...liveGame<NamedEntry>({ game, lastPlay: null, lastTurns: { top: null, bottom: null }, lineups }),
    playCount: 0,
    lastPlay: null,
    inningPlays: [],
  };
}

/** Scores one play after another, and returns the plays with their corrections at the end. */
export function playAll(game: ScoringGame, events: readonly (PlayEvent | string)[]) {
  let now = game;
  const plays: PlayOfEvent[] = [];
  for (const event of events) {
    const { play, corrections } = scorePlay(now, event);
    for (const { playNumber, ...earned } of corrections) {
      const index = plays.findIndex((each) => each.playNumber === playNumber);
      plays[index] = { ...(plays[index] as PlayOfEvent), ...earned };
    }
    plays.push(play);
    now = applyPlay(now, play, { corrections });
  }
  return { game: now, plays };
}

/** A game in a given situation, with runners and outs. */
export function gameWith(
  runners: readonly (1 | 2 | 3)[],
  outs = 0,
  facts: Partial<ScoringGame> = {},
): ScoringGame {
  const game = newGame();
  const [, first, second, third] = nine(1).toReversed();
  const on = (base: 1 | 2 | 3, entry: NamedEntry | undefined) =>
    runners.includes(base) ? (entry ?? null) : null;
  const bases = { first: on(1, first), second: on(2, second), third: on(3, third) };
  const charged = (runner: NamedEntry | null) => runner && game.pitcher;
  return {
    ...game,
    outs,
    bases,
    chargedTo: { first: charged(bases.first), second: charged(bases.second), third: charged(bases.third) },
    ...facts,
  };
}

/** The game after another pitcher has come in for the home team. */
export function withPitcher(game: ScoringGame, id: number): ScoringGame {
  const old = game.lineups.home.find(({ position }) => position === "P") as NamedEntry;
  const entry: NamedEntry = { ...old, id, playerId: id, playerName: `Reliever ${id}`, replacingId: old.id };
  const others = game.lineups.home.filter((each) => each !== old);
  return applyLineups(game, [...game.lineups.away, ...others, entry, { ...old, isActive: false }]);
}
