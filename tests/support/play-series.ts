import { expect } from "vitest";
import { type Database, DatabaseOperations, type GameState } from "../../src/index.js";
import { newPlay, type StagedGame } from "./game-fixtures.js";
import { insist, type Told } from "./insist.js";

/** How plays are written: each way must store every play once. */
const writers = ["recordPlay", "recordExpectedPlay", "savePlay", "transaction"] as const;
export type Writer = (typeof writers)[number];

/** The state of a game after the play with this number; consecutive states differ. */
function stateAfter(playNumber: number): GameState {
  return {
    inning: 1 + (playNumber % 99),
    half: playNumber % 2 === 0 ? "top" : "bottom",
    homeScore: playNumber % 1000,
    awayScore: Math.floor(playNumber / 1000),
  };
}

/** A game with plays that are written one after the other, and the answers that the writer got. */
export class PlaySeries {
  readonly told: Told = { retryable: 0, unknown: 0 };
  readonly #game: StagedGame;
  readonly #writer: Writer;
  /** The ids under which plays were acknowledged, in order of their numbers. */
  readonly #acknowledged: number[] = [];

  constructor(game: StagedGame, writer: Writer) {
    this.#game = game;
    this.#writer = writer;
  }

  get length(): number {
    return this.#acknowledged.length;
  }

  /** Writes the next play, repeating it until it succeeds. */
  async writeNext(database: Database, pause: number): Promise<void> {
    const playNumber = this.length + 1;
    this.#acknowledged.push(await insist(() => this.#write(database, playNumber), this.told, pause));
  }

  /** Checks that every acknowledged play is stored once, with its id, and that the game has the state after the last one. */
  async expectExactlyOnce(elsewhere: DatabaseOperations): Promise<void> {
    const loaded = await elsewhere.loadGameState(this.#game.gameId);
    const stored = loaded?.plays.map(({ playNumber, id }) => [playNumber, id]);
    expect(stored).toEqual(this.#acknowledged.map((id, index) => [index + 1, id]));
    if (this.#writer === "savePlay") return;
    expect(loaded?.game).toMatchObject(stateAfter(this.length));
    // A single statement changes the state once per play; a separate update may be repeated.
    if (this.#writer === "transaction") expect(loaded?.game.stateVersion).toBeGreaterThanOrEqual(this.length);
    else expect(loaded?.game.stateVersion).toBe(this.length);
  }

  async #write(database: Database, playNumber: number): Promise<number> {
    const { gameId } = this.#game;
    const play = newPlay(this.#game, { playNumber, diceRoll: `${playNumber}` });
    const state = stateAfter(playNumber);
    const operations = new DatabaseOperations(database);
    if (this.#writer === "savePlay") return operations.savePlay(play);
    if (this.#writer === "recordPlay") return (await operations.recordPlay(play, state)).playId;
    if (this.#writer === "recordExpectedPlay") {
      const expected = { expectedVersion: playNumber - 1, expectedLastPlay: playNumber - 1 };
      return (await operations.recordPlay(play, state, expected)).playId;
    }
    return database.transaction(async (session) => {
      const within = new DatabaseOperations(session);
      const [id] = await Promise.all([within.savePlay(play), within.updateGameState(gameId, state)]);
      return id;
    });
  }
}
