import { strikeoutIsFormerBatters, walkIsFormerPitchers } from "../../rules/situation.js";
import type { FileLineupEntry } from "../game-file/game-file.js";

/** Finds who began a plate appearance that another player finishes, from the counts of an event file. */
export class UnfinishedTurn {
  #count = "";
  #pitcher: FileLineupEntry | undefined;
  #batter: FileLineupEntry | undefined;

  /** The count of the continued plate appearance, such as `31`. */
  get count(): string {
    return this.#count;
  }

  /** @param count as in a `play` record; anything except two digits is unknown */
  goOn(count: string): void {
    this.#count = /^\d\d$/.test(count) ? count : "";
  }

  /** A pitcher or a pinch hitter enters. */
  change(position: string, pitcher: FileLineupEntry | null, batter: FileLineupEntry | null): void {
    if (this.#count === "") return;
    const [balls, strikes] = [Number(this.#count[0]), Number(this.#count[1])];
    if (position === "P" && pitcher !== null && walkIsFormerPitchers(balls, strikes))
      this.#pitcher ??= pitcher;
    if (position === "PH" && batter !== null && strikeoutIsFormerBatters(strikes)) this.#batter ??= batter;
  }

  former(): { formerPitcher?: FileLineupEntry; formerBatter?: FileLineupEntry } {
    return {
      ...(this.#pitcher !== undefined && { formerPitcher: this.#pitcher }),
      ...(this.#batter !== undefined && { formerBatter: this.#batter }),
    };
  }

  end(): void {
    this.#count = "";
    this.#pitcher = undefined;
    this.#batter = undefined;
  }
}
