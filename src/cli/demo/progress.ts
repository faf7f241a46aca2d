import type { FilePlay } from "../../import/game-file/game-file.js";
import { ProgressLine, printLine } from "../output.js";

/** Shows the progress of the game: one line that is redrawn on a terminal, one line per inning elsewhere. */
export class DemoProgress {
  readonly #total: number;
  readonly #line = new ProgressLine();
  #inning = 0;

  constructor(total: number) {
    this.#total = total;
    this.#line.show("Opening the database");
  }

  played(play: FilePlay): void {
    const count = `${String(play.playNumber).padStart(3)} of ${this.#total} plays`;
    const score = `${play.awayScore}:${play.homeScore}`;
    this.#line.show(`${count}  ${play.half} of ${play.inning}, ${score}  ${play.resultDescription ?? ""}`);
    if (!this.#line.isDrawn && play.inning !== this.#inning)
      printLine(`${count}  inning ${play.inning}, ${score}`);
    this.#inning = play.inning;
  }

  /** Prints a line above the progress line. */
  note(text: string): void {
    this.#line.around(() => printLine(text));
  }

  end(): void {
    this.#line.end();
  }
}
