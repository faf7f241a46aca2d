import { expect } from "vitest";
import { type Database, DatabaseOperations, StaleGameStateError } from "../../src/index.js";
import { newPlay, type StagedGame } from "./game-fixtures.js";

export const stateWithRuns = (awayScore: number) =>
  ({ inning: 1, half: "top", homeScore: 0, awayScore }) as const;

/** What a server expects of a game, as options of an operation. */
export const beliefs = {
  version: (known: number) => ({ expectedVersion: known }),
  "last play": (known: number) => ({ expectedLastPlay: known }),
  "version and last play": (known: number) => ({ expectedVersion: known, expectedLastPlay: known }),
};

/** A server that assumes that it alone runs a game: it records its own plays, and notices others only when it is refused. */
export class GameServer {
  readonly recorded: number[] = [];
  stale = 0;
  #known = 0;

  constructor(
    readonly name: string,
    readonly database: Database,
    readonly believe: (known: number) => object,
  ) {}

  async run(game: StagedGame, plays: number): Promise<void> {
    while (this.#known < plays) {
      const playNumber = this.#known + 1;
      const play = newPlay(game, { playNumber, hitType: this.name });
      try {
        await new DatabaseOperations(this.database).recordPlay(
          play,
          stateWithRuns(playNumber),
          this.believe(this.#known),
        );
        this.recorded.push(playNumber);
        this.#known = playNumber;
      } catch (error) {
        if (!(error instanceof StaleGameStateError)) throw error;
        this.stale += 1;
        expect(error.details.stateVersion).toBe(error.details.lastPlay);
        expect(error.details.lastPlay).toBeGreaterThan(this.#known);
        this.#known = error.details.lastPlay as number;
      }
    }
  }
}
