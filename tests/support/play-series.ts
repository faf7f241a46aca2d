import { expect } from "vitest";
import { type Database, DatabaseOperations, type GameState } from "../../src/index.js";
import { newPlay, type StagedGame } from "./game-fixtures.js";
import { insist, type Told } from "./insist.js";

/** How plays are written: each way must store every play once. */
const writers = ["recordPlay", "recordExpectedPlay", "savePlay", "transaction"] as const;
export type Writer = (typeof writers)[number];

/** Where a game stands after its play of this number: no two neighbours are alike. */
function stateAfter(playNumber: number): GameState {
  return {
    inning: 1 + (playNumber % 99),
    half: playNumber % 2 === 0 ? "top" : "bottom",
    homeScore: playNumber % 1000,
    awayScore: Math.floor(playNumber / 1000),
  };
}

/** A game whose plays are written one after the other, and what its writer was told. */
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

  /** Writes the next play, however often that has to be tried. */
  async writeNext(database: Database, pause: number): Promise<void> {
    const playNumber = this.length + 1;
    this.#acknowledged.push(await insist(() => this.#write(database, playNumber), this.told, pause));
  }

  /** Every acknowledged play is there once, under its id, and the game stands where the last one left it. */
  async expectExactlyOnce(elsewhere: DatabaseOperations): Promise<void> {
    const loaded = await elsewhere.loadGameState(this.#game.gameId);
    const stored = loaded?.plays.map(({ playNumber, id }) => [playNumber, id]);
    expect(stored).toEqual(this.#acknowledged.map((id, index) => [index + 1, id]));
    if (this.#writer === "savePlay") return;
    expect(loaded?.game).toMatchObject(stateAfter(this.length));
    // One statement changes the state once for each play; an update of the caller's own may be done again.
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
