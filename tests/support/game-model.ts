import fc from "fast-check";
import { DatabaseOperations, DugoutError, type Executor, type GameStatus } from "../../src/index.js";
import { type TransitionName, transitions } from "../../src/statements/life-cycle-statements.js";
import { newPlay, type StagedGame } from "./game-fixtures.js";

/** The parts of a game that matter when several clients change it at once; a play's content is one word. */
export interface ModelGame {
  readonly status: GameStatus;
  readonly version: number;
  readonly plays: Readonly<Record<number, string>>;
}

/** An operation on a game by a client that may expect a version or a last play. */
export type Command =
  | { kind: "record"; number: number; content: string; version?: number; lastPlay?: number }
  | { kind: "save"; number: number; content: string }
  | { kind: "update"; version?: number }
  | { kind: "step"; name: TransitionName; version?: number }
  | { kind: "rewind"; to: number; version?: number };

export const newModelGame: ModelGame = { status: "pending", version: 0, plays: {} };
const lastPlayOf = ({ plays }: ModelGame) => Math.max(0, ...Object.keys(plays).map(Number));

/** Nothing was done: PostgreSQL aborted it because of a deadlock. */
const givenUp = "DEADLOCK";

/** The outcome of a command without concurrency, and the game after it. */
export function applied(game: ModelGame, command: Command): [outcome: string, after: ModelGame] {
  const counted = { ...game, version: game.version + 1 };
  if (command.kind === "save" || command.kind === "record") {
    const { number, content } = command;
    const stored = game.plays[number];
    if (stored === content) return ["done", game];
    if (command.kind === "record" && !isExpected(game, command)) return ["STALE_GAME_STATE", game];
    if (stored !== undefined) return ["PLAY_CONFLICT", game];
    if (command.kind === "record" && game.status !== "pending" && game.status !== "active")
      return ["GAME_STATUS", game];
    if (command.kind === "record" && number !== lastPlayOf(game) + 1) return ["PLAY_SEQUENCE", game];
    const base = command.kind === "save" ? game : counted;
    return ["done", { ...base, plays: { ...game.plays, [number]: content } }];
  }
  if (!isExpected(game, command)) return ["STALE_GAME_STATE", game];
  if (command.kind === "update") return ["done", counted];
  if (command.kind === "rewind") return rewound(counted, game, command.to);
  const { from, to }: { from: readonly GameStatus[]; to: GameStatus } = transitions[command.name];
  return from.includes(game.status) ? ["done", { ...counted, status: to }] : ["GAME_STATUS", game];
}

function rewound(counted: ModelGame, game: ModelGame, to: number): [string, ModelGame] {
  if (to > 0 && game.plays[to] === undefined) return ["VALIDATION", game];
  const kept = Object.entries(game.plays).filter(([number]) => Number(number) <= to);
  const isOver = game.status === "completed" || game.status === "abandoned";
  const status = isOver ? "active" : game.status;
  return ["done", { ...counted, status, plays: Object.fromEntries(kept) }];
}

function isExpected(game: ModelGame, command: { version?: number; lastPlay?: number }): boolean {
  const { version = game.version, lastPlay = lastPlayOf(game) } = command;
  return version === game.version && lastPlay === lastPlayOf(game);
}

/** Every game that can result from concurrent commands with these outcomes, for some sequential order of them. */
export function explanations(
  game: ModelGame,
  commands: readonly Command[],
  outcomes: readonly string[],
): ModelGame[] {
  if (commands.length === 0) return [game];
  return commands.flatMap((command, index) => {
    const [outcome, after] = outcomes[index] === givenUp ? [givenUp, game] : applied(game, command);
    if (outcome !== outcomes[index]) return [];
    return explanations(after, commands.toSpliced(index, 1), outcomes.toSpliced(index, 1));
  });
}

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

/** Runs a command with the real operations, and returns its outcome. */
export async function perform(executor: Executor, game: StagedGame, command: Command): Promise<string> {
  const { gameId } = game;
  const operations = new DatabaseOperations(executor);
  const options = "version" in command ? { expectedVersion: command.version } : undefined;
  const call = () => {
    switch (command.kind) {
      case "record": {
        const play = newPlay(game, { playNumber: command.number, hitType: command.content });
        return operations.recordPlay(play, state, { ...options, expectedLastPlay: command.lastPlay });
      }
      case "save":
        return operations.savePlay(newPlay(game, { playNumber: command.number, hitType: command.content }));
      case "update":
        return operations.updateGameState(gameId, state, options);
      case "step":
        return operations[command.name](gameId, options);
      case "rewind":
        return operations.rewindGame(gameId, command.to, options);
    }
  };
  try {
    await call();
    return "done";
  } catch (error) {
    if (error instanceof DugoutError) return error.code;
    throw error;
  }
}

/** The game as it is stored. */
export async function storedGame(executor: Executor, gameId: string): Promise<ModelGame> {
  const loaded = await new DatabaseOperations(executor).loadGameState(gameId);
  if (loaded === null) throw new Error(`there is no game ${gameId}`);
  const plays = loaded.plays.map(({ playNumber, hitType }) => [playNumber, hitType ?? ""]);
  const { status, stateVersion } = loaded.game;
  return { status, version: stateVersion, plays: Object.fromEntries(plays) };
}

const behind = fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined });
const content = fc.constantFrom("fly", "bunt");
const back = fc.integer({ min: 0, max: 1 });

/**
 * A command relative to the current state: which play, counted from the last one, and how far the expected version is behind.
 * Many of these commands are legal, and many are not.
 */
const plans = {
  record: fc.record({ kind: fc.constant("record"), back, content, behind, knowsLast: fc.boolean() }),
  save: fc.record({ kind: fc.constant("save"), back: fc.integer({ min: -1, max: 1 }), content }),
  update: fc.record({ kind: fc.constant("update"), behind }),
  step: fc.record({
    kind: fc.constant("step"),
    name: fc.constantFrom(...(Object.keys(transitions) as TransitionName[])),
    behind,
  }),
  rewind: fc.record({ kind: fc.constant("rewind"), back: fc.integer({ min: 0, max: 2 }), behind }),
} as const;

export const plan = fc.oneof(
  { weight: 4, arbitrary: plans.record },
  { weight: 1, arbitrary: plans.save },
  { weight: 1, arbitrary: plans.update },
  { weight: 2, arbitrary: plans.step },
  { weight: 1, arbitrary: plans.rewind },
);
type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never;

/** The command of a plan for the current state of a game. */
export function commandOf(planned: Plan, known: ModelGame): Command {
  const lastPlay = lastPlayOf(known);
  if (planned.kind === "save") {
    return { kind: "save", number: Math.max(1, lastPlay + 1 - planned.back), content: planned.content };
  }
  const version =
    planned.behind === undefined ? {} : { version: Math.max(0, known.version - planned.behind) };
  switch (planned.kind) {
    case "record": {
      const number = Math.max(1, lastPlay + 1 - planned.back);
      const last = planned.knowsLast ? { lastPlay: number - 1 } : {};
      return { kind: "record", number, content: planned.content, ...version, ...last };
    }
    case "update":
      return { kind: "update", ...version };
    case "step":
      return { kind: "step", name: planned.name, ...version };
    case "rewind":
      return { kind: "rewind", to: Math.max(0, lastPlay - planned.back), ...version };
  }
}
