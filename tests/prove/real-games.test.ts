import { expect, it } from "vitest";
import { type GameRows, readGames } from "../../src/import/retrosheet/index.js";
import { onServer } from "../support/places.js";
import { RecoveryProof } from "../support/recovery-proof.js";
import { realGamesAreMissing, realGamesFolders } from "../support/retrosheet.js";

const at = onServer();
/** Games recorded at once. */
const recorders = 6;

it.skipIf(realGamesAreMissing)(
  "every real game is recovered after every play as the data says that the next one begins, and verifies",
  async () => {
    const began = performance.now();
    const proof = new RecoveryProof(at().database);
    await proof.recordAll(allGames(), recorders);
    const { games, plays, played, recoveries, exceptions, endedByTheRules } = proof;
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.log(
      `${games} games, ${plays} plays, ${recoveries} recoveries compared in ${seconds} s; ${exceptions.length} exceptions; ${games - played} games whose lineups were not played; ${games - endedByTheRules} called before their end.`,
    );
    for (const exception of exceptions) console.log(exception);
    expect({ games, played, plays }).toEqual({ games: 933, played: 933, plays: 71_268 });
    expect(exceptions).toEqual([]);
    // One was called in the sixth inning, for rain.
    expect(games - endedByTheRules).toBe(1);
  },
  1_800_000,
);

/** Shared by all recorders: each takes the next game. */
async function* allGames(): AsyncGenerator<GameRows, void, undefined> {
  for (const folder of realGamesFolders) yield* readGames(folder);
}
