// @ts-check
// A game's live feed as server-sent events, with only Node.
//
//   DATABASE_URL=postgresql://… PORT=8080 node examples/live/node-http.js
//   curl -N localhost:8080/<game id>

import { createServer } from "node:http";
import { Database } from "dugout";
import { Feed, feedResponse, toNode } from "dugout/feed";

const database = await Database.open(process.env.DATABASE_URL);
const feed = await Feed.open(database);

const answer = toNode((request) => {
  const { pathname } = new URL(request.url);
  return feedResponse(feed, request, { games: [pathname.slice(1)] });
});
const server = createServer(answer).listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () =>
  console.log("ready"),
);

process.once("SIGTERM", async () => {
  server.close();
  await feed.close();
  await database.close();
});
