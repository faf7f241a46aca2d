import { expect, it } from "vitest";
import { type GameRows, readGames } from "../support/chadwick/index.js";
import { onServer } from "../support/places.js";
import { RecoveryProof } from "../support/recovery-proof.js";
import { realGamesAreMissing, realGamesFolders } from "../support/retrosheet.js";

const at = onServer();
/**
 * Plays that begin a half-inning with an automatic runner and a new pitcher, where the game's file has the runner before
 * the pitcher: Chadwick charges the runner to the one who has left, and we to the one who pitches. Everything else is equal.
 */
const chargedToWhoLeft = ["BAL202008010 play 87", "CLE202007250 play 74", "OAK202007240 play 79"];
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
    expect(exceptions.map((exception) => exception.split(",", 1)[0]).toSorted()).toEqual(chargedToWhoLeft);
    for (const exception of exceptions) expect(exception).toMatch(/, people: /);
    // One was called in the sixth inning, for rain.
    expect(games - endedByTheRules).toBe(1);
  },
  1_800_000,
);

/** Shared by all recorders: each takes the next game. */
async function* allGames(): AsyncGenerator<GameRows, void, undefined> {
  for (const folder of realGamesFolders) yield* readGames(folder);
}
