import type { GameFile } from "../../src/import.js";
import { situationAfter } from "../../src/rules.js";
import { playerIdOf } from "./chadwick/identifiers.js";
import { type GameRows, toGameFile } from "./chadwick/index.js";

const bases = ["First", "Second", "Third"] as const;

/**
 * Compares the pitchers whom Dugout charges with the runners after a play with those that the data names before the next play.
 */
export class ChargedRunners {
  readonly exceptions: string[] = [];
  games = 0;
  /** Runners who were on base before a play and before the previous one. */
  runners = 0;
  /** Those of them who reached base against an earlier pitcher. */
  inherited = 0;

  compare(rows: GameRows): void {
    const file = toGameFile(rows);
    this.games += 1;
    for (const index of file.plays.keys()) this.#compareNext(rows, file, index);
  }

  #compareNext({ events }: GameRows, { plays, lineups, game }: GameFile, index: number): void {
    const [play, next, event] = [plays[index], plays[index + 1], events[index + 1]];
    if (play === undefined || next === undefined || event === undefined) return;
    if (play.inning !== next.inning || play.half !== next.half) return;
    const situation = situationAfter(play);
    for (const [place, base] of bases.entries()) {
      if (next[`on${base}Id`] === null) continue;
      const charged = lineups[(situation[`on${base}PitcherId`] ?? 0) - 1];
      const should = playerIdOf(event, `RUN${place + 1}_RESP_PIT_ID`);
      this.runners += 1;
      if (should !== playerIdOf(event, "PIT_ID")) this.inherited += 1;
      if (charged?.playerId === should && charged.position === "P") continue;
      this.exceptions.push(
        `${game.metadata.sourceGameId} play ${next.playNumber}: the runner on base ${place + 1} is charged to ${charged?.playerName}, not to ${event.text(`RUN${place + 1}_RESP_PIT_ID`)}`,
      );
    }
  }
}
