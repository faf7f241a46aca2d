import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import type { ReplayedGame } from "../../src/import/event-files/replay-game.js";
import type { GameFile } from "../../src/import.js";
import { recoverGame } from "../../src/index.js";
import { replayedGames } from "../support/event-games.js";
import { onServer } from "../support/places.js";
import { RecordedEvents } from "../support/recorded-events.js";
import { needsRealGames, realGamesFolders } from "../support/retrosheet.js";

const at = onServer();

/**
 * Where the file puts the automatic runner on base before it brings in a new pitcher, he is charged to the pitcher who has
 * left, and in a live game to the one who pitches.
 */
const chargedToWhoPitches = ["BAL202008010", "CLE202007250", "OAK202007240"];

/** Games recorded at once. */
const recorders = 6;

it("every play of every real game through recordEvent is the play of its event file, and the game after it what recoverGame reads", {
  ...needsRealGames,
  timeout: 3_600_000,
}, async () => {
  const began = performance.now();
  const count = { games: 0, plays: 0, recoveries: 0, byHand: 0 };
  const unlike: string[] = [];
  const differing: string[] = [];
  const record = (key: string, file: GameFile) =>
    at().database.transaction(async (session) => {
      const recorded = new RecordedEvents(session, file);
      for await (const game of recorded.steps(await recorded.begin())) {
        count.recoveries += 1;
        const read = await recoverGame(session, game.gameId);
        if (!isDeepStrictEqual(game, read)) unlike.push(`${key} after play ${game.playCount}`);
      }
      differing.push(...(await recorded.differences()).map((field) => `${key} ${field}`));
      count.byHand += recorded.byHand;
      count.games += 1;
      count.plays += file.plays.length;
      if (count.games % 100 === 0) console.log(`${count.games} games, ${secondsSince(began)} s.`);
    });
  // Shared by all recorders: each takes the next game.
  const games = allGames();
  const recorder = async () => {
    for await (const [key, { file }] of games) await record(key, file);
  };
  await Promise.all(Array.from({ length: recorders }, recorder));
  console.log(
    `${count.games} games, ${count.plays} plays, ${count.recoveries} games compared with recoverGame in ${secondsSince(began)} s: ${unlike.length} differ; ${differing.length} stored values differ from the event files; ${count.byHand} changes entered by hand.`,
  );
  for (const line of [...unlike, ...differing].slice(0, 100)) console.log(line);
  expect({ games: count.games, plays: count.plays, unlike }).toEqual({
    games: 933,
    plays: 71_268,
    unlike: [],
  });
  expect(differing.length).toBe(12);
  for (const field of differing) {
    expect(field).toMatch(/ plays \d+ on(?:First|Second|Third)PitcherId$/);
    expect(chargedToWhoPitches).toContain(field.slice(0, 12));
  }
});

const secondsSince = (began: number) => Math.round((performance.now() - began) / 1_000);

async function* allGames(): AsyncGenerator<[string, ReplayedGame], void, undefined> {
  for (const folder of realGamesFolders) yield* replayedGames(folder);
}
