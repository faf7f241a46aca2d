import type { ImportProgress } from "../import/season/season-import.js";
import { ProgressLine, printLine, reportProblem } from "./output.js";

const barWidth = 24;
/** Where a line cannot be redrawn, one line is printed for each of this many parts. */
const printedParts = 10;

/** Shows the progress of an import: one line that is redrawn on a terminal, one line for each tenth elsewhere. */
export class ImportProgressLine {
  readonly #began = performance.now();
  readonly #line = new ProgressLine();
  #printed = 0;

  constructor() {
    this.#line.show("Looking at the files");
  }

  show(progress: ImportProgress): void {
    const text = progressText(progress, performance.now() - this.#began);
    this.#line.show(`${bar(partOf(progress))} ${text}`);
    if (this.#line.isDrawn) return;
    const part = Math.floor(partOf(progress) * printedParts);
    if (part > this.#printed) printLine(text);
    this.#printed = Math.max(part, this.#printed);
  }

  /** Prints a problem above the progress line. */
  complain(message: string): void {
    this.#line.around(() => reportProblem(message));
  }

  /** @returns the time that it took, in seconds */
  end(): number {
    this.#line.end();
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
