import type { FieldingPlay } from "../notation/play-event.js";

/** The putouts, assists and errors of a play, in the order in which the notation lists them. */
export class FieldingCredit {
  readonly putouts: number[] = [];
  readonly assists: number[] = [];
  readonly errors: number[] = [];
  #isUnknown = false;

  /**
   * Credits one action of the fielders.
   *
   * @param from the fielder who had the ball before, in a double play: he also gets an assist
   * @returns true if a player was put out
   */
  add({ fielders, error }: FieldingPlay, from?: number): boolean {
    if (fielders.length === 0) {
      if (error === undefined) this.#isUnknown = true;
      else this.errors.push(error);
      return error === undefined;
    }
    const chain: number[] = from === undefined || from === fielders[0] ? [...fielders] : [from, ...fielders];
    if (chain.some((fielder, index) => fielder === 9 && chain[index + 1] === 9)) this.#isUnknown = true;
    const assisting = error === undefined ? chain.slice(0, -1) : chain;
    // One assist each, however often he had the ball (9.10).
    for (const [index, fielder] of assisting.entries())
      if (assisting.indexOf(fielder) === index) this.assists.push(fielder);
    if (error === undefined) this.putouts.push(chain.at(-1) as number);
    else this.errors.push(error);
    return error === undefined;
  }

  /** The catcher's putout of a third strike, which is written first. */
  addStrikeout(): void {
    this.putouts.unshift(2);
  }

  /** If some fielders of a play are unknown, no putouts and assists are credited. */
  get known(): Pick<FieldingCredit, "putouts" | "assists"> {
    return this.#isUnknown ? { putouts: [], assists: [] } : this;
  }
}
