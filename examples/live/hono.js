// @ts-check
// A game's live feed in Hono. Next.js, SvelteKit, Remix and others that use the Fetch API work the same way.
//
//   DATABASE_URL=postgresql://… PORT=8080 node examples/live/hono.js
//   curl -N localhost:8080/games/<game id>/feed

import { createServer } from "node:http";
import { Database } from "dugout";
import { Feed, feedResponse, toNode } from "dugout/feed";
import { Hono } from "hono";

const database = await Database.open(process.env.DATABASE_URL);
const feed = await Feed.open(database);

const app = new Hono();
app.get("/games/:id/feed", (context) =>
  feedResponse(feed, context.req.raw, { games: [context.req.param("id")] }),
);
const server = createServer(toNode(app.fetch));
server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => console.log("ready"));

process.once("SIGTERM", async () => {
  server.close();
  await feed.close();
  await database.close();
});
