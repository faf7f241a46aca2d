import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Feed } from "../../../src/feed.js";
import { importSeason } from "../../../src/import.js";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { TestFollower } from "../../support/followers.js";
import { newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { withClient } from "../../support/plain-client.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason, postseasonIsMissing } from "../../support/retrosheet.js";
import { playsByGame, postseasonText, SeasonFolder } from "../../support/season-files.js";
import { until } from "../../support/server-activity.js";

const given = serverDatabase();
const games = 6;
let database: Database;
/** Announces nothing: what is staged by it wakes nobody afterwards. */
let silent: Database;
let folder: SeasonFolder;
let game: StagedGame;

beforeAll(async () => {
  database = await given().open({ announce: true });
  silent = await given().open();
  folder = await SeasonFolder.create();
  if (!postseasonIsMissing) await folder.write({ "2016TST.EVE": await postseasonText(games) });
});
beforeEach(async () => {
  await queryAlone(silent, "truncate games cascade");
  game = await stageGame(silent);
});
afterAll(async () => {
  await Promise.all([database.close(), silent.close()]);
  await folder.remove();
});

/** So long that polling never happens during the test: reads are caused by wake-ups. */
const never = 3_600_000;

describe("a season that is imported", needsPostseason, () => {
  it.each([
    ["in bulk", false],
    ["through operations", true],
  ])("%s, causes no reads for followers of other games", async (_, throughOperations) => {
    await withClient(given().url, async (client) => {
      const payloads: string[] = [];
      client.on("notification", ({ payload }) => payloads.push(payload ?? ""));
      await client.query("listen dugout_feed");
      await using feed = await Feed.open(database, { lookEvery: never });
      const follower = new TestFollower(game.gameId).come(feed);
      await follower.catchUp(database);
      const next = follower.take();
      const board = feed.followGames({ status: ["pending"] });
      expect((await board.next()).value?.gameId).toBe(game.gameId);
      const { reads } = feed.figures;
      const { games: imported } = await importSeason(database, { paths: [folder.path], throughOperations });
      expect(imported).toBe(games);
      expect(feed.figures.reads).toBe(reads);
      // The next event is the play of the followed game: there was none of the others.
      await new DatabaseOperations(database).savePlay(newPlay(game));
      await next;
      expect(follower.words).toEqual(["game of 0", "play 1"]);
      expect((await board.next()).value).toMatchObject({ gameId: game.gameId, state: { playCount: 1 } });
      await until("the play is announced", () => payloads.some((payload) => payload.includes(game.gameId)));
      // An asterisk names no game: a feed then checks all games that it follows.
      const ofOthers = payloads.filter((payload) => payload !== "*" && !payload.includes(game.gameId));
      expect(ofOthers.length).toBeLessThanOrEqual(throughOperations ? games : 0);
    });
  });

  it("is exported in a few batches, with every play once", async () => {
    await importSeason(database, { paths: [folder.path] });
    const expected = [...playsByGame(await postseasonText(games)).values()].reduce(
      (sum, plays) => sum + plays,
    );
    await using feed = await Feed.open(database, { lookEvery: never });
    const positions = new Map<string, string>();
    const plays: string[] = [];
    let batches = 0;
    for await (const batch of feed.exportPlays({ positions })) {
      plays.push(
        ...batch.events.flatMap((event) =>
          event.type === "play" ? [`${event.gameId} ${event.play.playNumber}`] : [],
        ),
      );
      batches += 1;
      await batch.done();
      if (plays.length >= expected) break;
    }
    expect(new Set(plays).size).toBe(expected);
    expect(plays).toHaveLength(expected);
    expect(batches).toBe(1);
  });
});
