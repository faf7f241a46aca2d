import type { GameFile } from "../../src/import.js";
import { decisionsOf } from "../../src/rules/decisions/game-decisions.js";
import { RebuiltInning } from "../../src/rules/scoring/rebuilt-inning.js";
import { type GameRows, toGameFile } from "./chadwick/index.js";

const bits = [8, 1, 2, 4] as const;

const places = ["home", "first", "second", "third"] as const;

/** The notation of a half-inning, with the number of each play and the outs before it, and a mark at the given play. */
function textOf(plays: GameFile["plays"], meant: GameFile["plays"][number]): string {
  return plays
    .map((play) => `${play === meant ? "» " : ""}${play.outsBefore}:${play.playMetadata.event}`)
    .join("  ");
}

/** Compares earned runs and decisions by the rules with those of the official scorers. */
export class Judgments {
  runs = 0;
  runsAgreed = 0;
  halfInnings = 0;
  halfInningsAgreed = 0;
  readonly agreed = { win: 0, loss: 0, save: 0 };
  games = 0;
  /** Games in which the rules leave the win to the scorer, and those of them in which he chose another. */
  judgedWins = 0;
  otherJudgments = 0;
  readonly exceptions: string[] = [];

  compare(rows: GameRows): void {
    const file = toGameFile(rows);
    this.games += 1;
    for (const plays of halfInningsOf(file)) this.#compareRuns(file, plays);
    this.#compareDecisions(file);
  }

  #compareRuns(file: GameFile, plays: GameFile["plays"]): void {
    const rebuilt = new RebuiltInning();
    for (const play of plays) rebuilt.add(withoutMarks(play));
    let [official, found] = [0, 0];
    for (const [index, play] of plays.entries()) {
      const finals = [play.batterFinal, play.onFirstFinal, play.onSecondFinal, play.onThirdFinal];
      for (const [place, bit] of bits.entries()) {
        if (finals[place] !== 4) continue;
        const isEarned = ((play.earnedRunCode ?? 0) & bit) !== 0;
        const isFound = rebuilt.runs[index]?.[place] !== "unearned";
        this.runs += 1;
        official += isEarned ? 1 : 0;
        found += isFound ? 1 : 0;
        if (isEarned === isFound) this.runsAgreed += 1;
        else
          this.exceptions.push(
            `${file.game.metadata.sourceGameId} play ${play.playNumber}: the run from ${places[place]} is ${isEarned ? "" : "un"}earned: ${textOf(plays, play)}`,
          );
      }
    }
    this.halfInnings += 1;
    if (official === found) this.halfInningsAgreed += 1;
  }

  #compareDecisions(file: GameFile): void {
    const decisions = decisionsOf(file.plays, file.lineups);
    if (decisions.isWinJudged) this.judgedWins += 1;
    for (const decision of ["win", "loss", "save"] as const) {
      const official = file.lineups.find((entry) => entry.decision === decision)?.playerId ?? null;
      const found = file.lineups.find(({ id }) => id === decisions[decision])?.playerId ?? null;
      if (official === found) this.agreed[decision] += 1;
      else if (decision === "win" && decisions.isWinJudged) this.otherJudgments += 1;
      else this.exceptions.push(`${file.game.metadata.sourceGameId}: the ${decision} is another's`);
    }
  }
}

function halfInningsOf({ plays }: GameFile): GameFile["plays"][] {
  const halves = new Map<string, GameFile["plays"]>();
  for (const play of plays) {
    const key = `${play.inning} ${play.half}`;
    halves.set(key, [...(halves.get(key) ?? []), play]);
  }
  return [...halves.values()];
}

function withoutMarks(play: GameFile["plays"][number]) {
  const { event } = play.playMetadata as { event: string };
  return { ...play, playMetadata: { event: event.replace(/\(T?UR\)/g, "") } };
}
