import ora, { type Ora } from "ora";
import type { FilePlay } from "../../import/game-file/types.js";

/** Shows how far the game is: one line that changes on a terminal, a line for each inning elsewhere. */
export class GameProgress {
  readonly #total: number;
  readonly #spinner: Ora | undefined;
  #inning = 0;

  constructor(total: number) {
    this.#total = total;
    // A terminal of unknown width cannot be redrawn.
    const canRedraw = process.stdout.isTTY && process.stdout.columns > 0;
    this.#spinner = canRedraw
      ? ora({ stream: process.stdout, text: "Opening the database" }).start()
      : undefined;
  }

  played(play: FilePlay): void {
    const count = `${String(play.playNumber).padStart(3)} of ${this.#total} plays`;
    const score = `${play.awayScore}:${play.homeScore}`;
    if (this.#spinner !== undefined) {
      this.#spinner.text = `${count}  ${play.half} of ${play.inning}, ${score}  ${play.resultDescription ?? ""}`;
    } else if (play.inning !== this.#inning) {
      console.log(`${count}  inning ${play.inning}, ${score}`);
    }
    this.#inning = play.inning;
  }

  /** Says something that stays. */
  note(text: string): void {
    if (this.#spinner === undefined) console.log(text);
    else this.#spinner.info(text).start();
  }

  end(): void {
    this.#spinner?.stop();
  }
}
