import ora, { type Ora } from "ora";
import type { ImportProgress } from "../import/season/index.js";

const barWidth = 24;
/** Where lines cannot be redrawn, one is printed for so many parts of the whole. */
const printedParts = 10;

/** Shows how far an import is: one line that changes on a terminal, a line for each tenth elsewhere. */
export class ImportProgressLine {
  readonly #began = performance.now();
  readonly #spinner: Ora | undefined;
  #printed = 0;

  constructor() {
    // A terminal of unknown width cannot be redrawn.
    const canRedraw = process.stdout.isTTY && process.stdout.columns > 0;
    this.#spinner = canRedraw
      ? ora({ stream: process.stdout, text: "Looking at the files" }).start()
      : undefined;
  }

  show(progress: ImportProgress): void {
    const text = progressText(progress, performance.now() - this.#began);
    if (this.#spinner !== undefined) {
      this.#spinner.text = `${bar(partOf(progress))} ${text}`;
      return;
    }
    const part = Math.floor(partOf(progress) * printedParts);
    if (part > this.#printed) console.log(text);
    this.#printed = Math.max(part, this.#printed);
  }

  /** Says something that stays. */
  complain(text: string): void {
    this.#spinner?.clear();
    console.error(text);
    this.#spinner?.render();
  }

  /** @returns how long it took, in seconds */
  end(): number {
    this.#spinner?.stop();
    return (performance.now() - this.#began) / 1_000;
  }
}

/** `47 %, 422 games, 32,240 plays, 12 s left` */
export function progressText(progress: ImportProgress, elapsed: number): string {
  const part = partOf(progress);
  const left = part > 0 ? `, ${duration((elapsed / part) * (1 - part))} left` : "";
  const percent = String(Math.floor(part * 100)).padStart(3);
  return `${percent} %, ${counted(progress.games)} games, ${counted(progress.plays)} plays${left}`;
}

export const counted = (count: number) => count.toLocaleString("en-US");

function partOf({ bytesRead, bytesTotal }: ImportProgress): number {
  return bytesTotal === 0 ? 1 : Math.min(1, bytesRead / bytesTotal);
}

function bar(part: number): string {
  const full = Math.round(part * barWidth);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
}

/** @param milliseconds `12 s`, or from two minutes on `3 min` */
function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
