import { chargedWith } from "../situation.js";
import { outcomeOfPlay } from "./event-of-play.js";
import { basesOfHit, type Outcome } from "./outcome.js";
import { carried, isForcedOut, reach } from "./rebuilt-moves.js";
import { type ForEach, home, type Place, runnersPlaces } from "./runner-places.js";
import type { InningPlay } from "./scoring-game.js";

/** How a run of a play counts. */
export type RunStatus = "earned" | "unearned" | "team unearned";

/** A player of the real half-inning, with his place in the rebuilt one. */
interface Rebuilt {
  /** 1 to 3 on base, 4 if he has scored, 0 if he is not on base in the rebuilt half-inning. */
  base: number;
  /** True if he has been put out in the rebuilt half-inning. */
  isOut: boolean;
  /** Set after he has really scored: the play, his place in it, and the pitcher who is charged with the run. */
  run?: { readonly play: number; readonly place: Place; readonly pitcherId: number };
}

/** The outs of the rebuilt half-inning, counted for a pitcher from when he came in. */
interface Chances {
  readonly pitcherId: number;
  outs: number;
}

/**
 * The half-inning as it would have been without errors and passed balls (Official Baseball Rules 9.16(a) to (i)): which runs
 * would have scored before the third out. In case of doubt the pitcher has the benefit: runners advance only as far as they
 * must.
 */
export class RebuiltInning {
  /** The outs of the rebuilt half-inning for the team. */
  #outs = 0;
  readonly #chances: Chances[] = [];
  /** The players by the base on which they really are. */
  #runners: (Rebuilt | undefined)[] = [];
  /** Players who have really scored, but are still on base in the rebuilt half-inning. */
  #waiting: Rebuilt[] = [];
  /** Where each player was in the rebuilt half-inning before the current play. */
  #stood: ReadonlyMap<Rebuilt, number> = new Map();
  #isFoulMissed = false;
  /** Outs of the current play that do not prevent runs that score before them. */
  #timePlays = 0;
  #realOuts = 0;
  /** How the runs of each play count, by place. */
  readonly runs: ForEach<RunStatus | undefined>[] = [];

  /** Adds the next play of the half-inning. */
  add(play: InningPlay, outcome: Outcome = outcomeOfPlay(play)): void {
    this.runs.push([undefined, undefined, undefined, undefined]);
    this.#enter(play, outcome);
    this.#follow(play, outcome);
  }

  /**
   * A pitcher who comes in begins with the real outs, and does not benefit from outs that errors prevented before (9.16(i)).
   */
  #enter(play: InningPlay, { onBase }: Outcome): void {
    if (!this.#chances.some(({ pitcherId }) => pitcherId === play.pitcherId))
      this.#chances.push({ pitcherId: play.pitcherId, outs: play.outsBefore });
    // A runner whom no play put on base is the automatic runner of extra innings: his run is never earned.
    for (const place of runnersPlaces) if (onBase[place]) this.#runners[place] ??= { base: 0, isOut: false };
  }

  #countOut(): void {
    this.#outs += 1;
    for (const chances of this.#chances) chances.outs += 1;
  }

  #outsFor(pitcherId: number): number {
    const chances = this.#chances.find((each) => each.pitcherId === pitcherId);
    // A pitcher who has not pitched in this half-inning cannot be charged with its runners; the team's outs are a safe default.
    return chances?.outs ?? this.#outs;
  }

  #follow(play: InningPlay, outcome: Outcome): void {
    const before = this.#runners;
    this.#stood = new Map(this.#everybody().map((runner) => [runner, runner.base]));
    this.#moveWaiting(outcome);
    this.#timePlays = 0;
    this.#realOuts = outcome.outs + outcome.outsRecorded;
    const batter = outcome.isTurnOver ? this.#batter(outcome, before) : undefined;
    const after: (Rebuilt | undefined)[] = [];
    for (const place of [3, 2, 1] as const) {
      const runner = before[place];
      if (runner === undefined) continue;
      this.#moveRunner(runner, place, outcome);
      this.#place(runner, place, play, outcome, after);
    }
    if (batter !== undefined) this.#place(batter, 0, play, outcome, after);
    this.#runners = after;
    this.#push(batter);
    this.#settle();
    if (outcome.event.event === "foul error") this.#isFoulMissed = true;
    else if (outcome.isTurnOver) this.#isFoulMissed = false;
  }

  /** Where the batter is in the rebuilt half-inning; counts an out if his turn costs one. */
  #batter(outcome: Outcome, before: readonly (Rebuilt | undefined)[]): Rebuilt {
    const { event, out, muffed, finals, passedBall, byError, credit } = outcome;
    const isGone = this.#isFoulMissed;
    const nobody = (isOut: boolean): Rebuilt => ({ base: 0, isOut });
    if (out[0] || isGone) {
      this.#countOut();
      if (out[0] && event.event !== "out" && event.event !== "strikeout") this.#timePlays += 1;
      return nobody(true);
    }
    switch (event.event) {
      case "error":
        this.#countOut();
        return nobody(true);
      case "interference":
        return nobody(false);
      case "strikeout": {
        if (!outcome.wildPitch || passedBall) {
          this.#countOut();
          return nobody(true);
        }
        return { base: 1, isOut: false };
      }
      case "out":
      case "fielder's choice": {
        if (muffed[0] || (event.event !== "out" && byError[0] && finals[0] === 1)) {
          this.#countOut();
          return nobody(true);
        }
        const retired = runnersPlaces.filter((place) => out[place]).map((place) => before[place]);
        const isForNothing =
          retired.length > 0 && retired.every((runner) => runner !== undefined && runner.base === 0);
        if (!isForNothing) return { base: 1, isOut: false };
        const isCounted = retired.some((runner) => runner?.isOut);
        if (isCounted) this.#countOut();
        return nobody(isCounted);
      }
      default:
        // After a wild throw, everyone's further advance is due to the error.
        return {
          base: byError[0] || credit.errors.length > 0 ? basesOfHit(event) || 1 : finals[0],
          isOut: false,
        };
    }
  }

  /** All players who are on base in the rebuilt half-inning. */
  #everybody(): Rebuilt[] {
    return [...this.#runners, ...this.#waiting].filter(
      (runner) => runner !== undefined && runner.base > 0 && runner.base < home,
    ) as Rebuilt[];
  }

  /** The player who was on a base of the rebuilt half-inning before the play, where in reality another one was. */
  #standingOn(base: number, instead: Rebuilt): Rebuilt | undefined {
    for (const [runner, stood] of this.#stood)
      if (runner !== instead && stood === base && !runner.isOut) return runner;
    return undefined;
  }

  #moveRunner(runner: Rebuilt, place: 1 | 2 | 3, outcome: Outcome): void {
    const { out, muffed, credit } = outcome;
    const missedForce =
      outcome.event.event === "fielder's choice" && outcome.outsRecorded === 0 && outcome.byError[place];
    if (
      out[place] ||
      missedForce ||
      (muffed[place] && !outcome.pickedOff[place]) ||
      (muffed[place] && outcome.caught[place])
    ) {
      const instead = out[place] && runner.base === 0 ? this.#standingOn(place, runner) : undefined;
      if (instead !== undefined && isForcedOut(outcome, place)) {
        this.#countOut();
        instead.base = 0;
        instead.isOut = true;
      } else if (!runner.isOut) {
        this.#countOut();
        if (out[place] && !isForcedOut(outcome, place)) this.#timePlays += 1;
      }
      runner.base = 0;
      runner.isOut = true;
      return;
    }
    if (runner.base === 0) return;
    const base = Math.min(home, reach(runner.base, place, outcome));
    runner.base = Math.max(runner.base, credit.errors.length > 0 ? this.#freeFor(runner, base) : base);
  }

  /** After an error, a runner stops behind the runner ahead of him. (Without an error, he forces him to advance.) */
  #freeFor(runner: Rebuilt, base: number): number {
    const ahead = this.#everybody().filter((other) => other !== runner && other.base > runner.base);
    return Math.min(base, ...ahead.map((other) => other.base - 1));
  }

  /** Players who have really scored advance on hits and balks, and from third base on a fly on which a run scores. */
  #moveWaiting({ event, outs, finals, byError }: Outcome): void {
    const hit = basesOfHit(event);
    const bases = event.event === "balk" ? 1 : hit;
    const isSacrifice = outs < 2 && event.event !== "strikeout" && (event.modifiers ?? []).includes("SF");
    const isScored = outs < 2 && event.event === "out" && finals[3] === home && !byError[3];
    for (const runner of this.#waiting) {
      if (runner.base === 0) continue;
      if (runner.base === 3 && (isScored || (isSacrifice && finals.includes(home)))) runner.base = home;
      else
        runner.base = Math.min(home, runner.base + (hit > 0 && runner.base === 2 ? carried(event) : bases));
    }
  }

  /**
   * Puts a player on his real base. A player who really scored is kept in `#waiting` until he scores in the rebuilt
   * half-inning.
   */
  #place(
    runner: Rebuilt,
    place: Place,
    play: InningPlay,
    { finals, marks }: Outcome,
    after: (Rebuilt | undefined)[],
  ): void {
    const final = finals[place];
    if (final === 0) return;
    if (final !== home) {
      after[final] = runner;
      return;
    }
    const runs = this.runs.at(-1) as ForEach<RunStatus | undefined>;
    runs[place] = marks[place] ?? "unearned";
    if (marks[place] !== undefined) return;
    runner.run = { play: this.runs.length - 1, place, pitcherId: chargedWith(play, place) };
    this.#waiting.push(runner);
  }

  /** Advances players who are forced by those behind them. */
  #push(batter: Rebuilt | undefined): void {
    if (batter === undefined || batter.base === 0) return;
    const there = this.#everybody().filter((runner) => runner !== batter);
    let taken = batter.base;
    for (const runner of there.toSorted((one, other) => one.base - other.base)) {
      if (runner.base <= taken) runner.base = Math.min(home, taken + 1);
      taken = Math.max(taken, runner.base);
    }
  }

  /** A player who is home in the rebuilt half-inning, with fewer than three outs, has scored an earned run. */
  #settle(): void {
    for (const { run, base } of this.#waiting) {
      if (run === undefined || base !== home) continue;
      const status = this.#statusFor(run.pitcherId);
      (this.runs[run.play] as ForEach<RunStatus | undefined>)[run.place] = status;
    }
    this.#waiting = this.#waiting.filter(({ base }) => base > 0 && base < home);
  }

  #statusFor(pitcherId: number): RunStatus {
    if (this.#isTooLate(this.#outsFor(pitcherId))) return "unearned";
    return this.#isTooLate(this.#outs) ? "team unearned" : "earned";
  }

  /** True if the rebuilt half-inning had three outs before the run. Outs that were really made did not prevent it. */
  #isTooLate(outs: number): boolean {
    return outs > this.#realOuts && outs - this.#timePlays >= 3;
  }
}
