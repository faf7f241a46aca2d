import type { DugoutError, ValidationError } from "../../errors/errors.js";
import type { GameRecords } from "../event-files/event-records.js";
import type { CheckedGame } from "./checked-game.js";
import type { ImportSeasonOptions, SeasonImport } from "./season-import.js";

/** The most problems that are kept, so that a season full of problems does not fill the memory. */
const keptProblems = 100;

/** Counts what an import does, and reports it to the caller. */
export class Tally {
  readonly #options: ImportSeasonOptions;
  readonly #problems: DugoutError[] = [];
  #games = 0;
  #plays = 0;
  #alreadyStored = 0;
  #refused = 0;
  #skipped = 0;
  readonly #notices: string[] = [];

  constructor(options: ImportSeasonOptions) {
    this.#options = options;
  }

  stored(games: readonly CheckedGame[]): void {
    this.#games += games.length;
    this.#plays += games.reduce((sum, { file }) => sum + file.plays.length, 0);
  }

  alreadyStored(): void {
    this.#alreadyStored += 1;
  }

  refused(problem: ValidationError): void {
    this.#refused += 1;
    this.problem(problem);
  }

  /** A game, or a file of games, without plays. */
  skipped(notice: string): void {
    this.#skipped += 1;
    this.notice(notice);
  }

  gameNotice({ key, file }: GameRecords, notice: string): void {
    this.notice(`Game ${key} in ${file}: ${notice}`);
  }

  notice(notice: string): void {
    if (this.#notices.length < keptProblems) this.#notices.push(notice);
    this.#options.onNotice?.(notice);
  }

  problem(problem: DugoutError): void {
    if (this.#problems.length < keptProblems) this.#problems.push(problem);
    this.#options.onProblem?.(problem);
  }

  progress(bytes: { readonly bytesRead: number; readonly bytesTotal: number }): void {
    const games = this.#games + this.#alreadyStored + this.#refused + this.#skipped;
    this.#options.onProgress?.({ games, plays: this.#plays, ...bytes });
  }

  result(isReadToTheEnd: boolean): SeasonImport {
    return {
      games: this.#games,
      plays: this.#plays,
      alreadyStored: this.#alreadyStored,
      refused: this.#refused,
      skipped: this.#skipped,
      isReadToTheEnd,
      problems: this.#problems,
      notices: this.#notices,
    };
  }
}
