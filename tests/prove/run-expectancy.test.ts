import { expect, it } from "vitest";
import { basesText } from "../../src/stats/value/base-out.js";
import { runExpectancy } from "../../src/stats.js";
import { readGames, toGameFile } from "../support/chadwick/index.js";
import { directRunExpectancy } from "../support/direct-run-expectancy.js";
import { onServer } from "../support/places.js";
import { realGamesAreMissing, seasonFolder } from "../support/retrosheet.js";
import { storeFiles } from "../support/stored-files.js";

const at = onServer();

it.skipIf(realGamesAreMissing)(
  "the run expectancy of 2020 equals that computed from Chadwick's columns in another way",
  async () => {
    const { database } = at();
    for await (const rows of readGames(seasonFolder)) await storeFiles(database, [toGameFile(rows)]);
    const began = performance.now();
    const table = await runExpectancy(database, { season: "2020" });
    const milliseconds = Math.round(performance.now() - began);
    const direct = await directRunExpectancy(seasonFolder, "cwevent_2020.csv.gz");
    let furthest = 0;
    for (const { bases, outs, count, runs, scoring } of table.states) {
      const other = direct.states.get(`${bases} ${outs}`);
      const where = `${basesText(bases)}, ${outs} out`;
      expect(count, where).toBe(other?.count);
      expect(runs, where).toBeCloseTo(other?.runs ?? Number.NaN, 9);
      expect(scoring, where).toBeCloseTo(other?.scoring ?? Number.NaN, 9);
      furthest = Math.max(furthest, Math.abs((runs ?? 0) - (other?.runs ?? 0)));
    }
    console.log(
      `24 states of ${table.halfInnings} half-innings in ${table.games} games compared; the furthest apart differ by ${furthest} runs. The table took ${milliseconds} ms.`,
    );
    expect({ games: table.games, states: direct.states.size }).toEqual({ games: 898, states: 24 });
    expect(table.halfInnings).toBe(direct.halfInnings);
  },
  600_000,
);
