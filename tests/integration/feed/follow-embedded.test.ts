import { expect, it } from "vitest";
import { Feed } from "../../../src/feed.js";
import { DatabaseOperations } from "../../../src/index.js";
import { TestFollower } from "../../support/followers.js";
import { newPlay, stageGame } from "../../support/game-fixtures.js";
import { embedded } from "../../support/places.js";
import { describeFollowing } from "./suites/following.js";

const at = embedded();
describeFollowing(at);

it("a follower waits for a session that has the only connection, and sees nothing that is not committed", async () => {
  const { database } = at();
  const game = await stageGame(database);
  await using feed = await Feed.open(database);
  const follower = new TestFollower(game.gameId).come(feed);
  await follower.catchUp(database);
  const next = follower.take();
  for (const isKept of [false, true]) {
    await using session = await database.session();
    await new DatabaseOperations(session).savePlay(newPlay(game, { resultDescription: `kept: ${isKept}` }));
    if (isKept) await session.commit();
  }
  await next;
  await follower.catchUp(database);
  expect(follower.words).toEqual(["game of 0", "play 1"]);
  expect(follower.known?.plays[0]?.resultDescription).toBe("kept: true");
});
