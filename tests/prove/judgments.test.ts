import { expect, it } from "vitest";
import { readGames } from "../support/chadwick/index.js";
import { Judgments } from "../support/judgments.js";
import { realGamesAreMissing, realGamesFolders } from "../support/retrosheet.js";

it.skipIf(realGamesAreMissing)(
  "earned runs and decisions by the rules agree with the official scorers' judgment in almost every real game",
  async () => {
    const judged = new Judgments();
    for (const folder of realGamesFolders) for await (const rows of readGames(folder)) judged.compare(rows);
    const { games, runs, runsAgreed, halfInnings, halfInningsAgreed, agreed, exceptions } = judged;
    const { judgedWins, otherJudgments } = judged;
    const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;
    console.log(
      `${runsAgreed} of ${runs} runs (${percent(runsAgreed, runs)}), the number of earned runs in ${halfInningsAgreed} of ${halfInnings} half-innings; of ${games} games ${agreed.win} wins, ${agreed.loss} losses, ${agreed.save} saves. Of ${judgedWins} wins that are left to judgment, ${otherJudgments} went to another.`,
    );
    for (const exception of exceptions) console.log(exception);
    expect({ games, runs }).toEqual({ games: 933, runs: 8_603 });
    expect(runsAgreed).toBeGreaterThanOrEqual(8_561);
    expect(agreed.win).toBeGreaterThanOrEqual(908);
    expect([agreed.loss, agreed.save]).toEqual([933, 933]);
    // Where the rules leave nothing to judgment, one win differs.
    expect(games - agreed.win - otherJudgments).toBeLessThanOrEqual(1);
  },
  600_000,
);
