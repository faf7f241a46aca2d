// @ts-check
// A game's live feed in Express.
//
//   DATABASE_URL=postgresql://… PORT=8080 node examples/live/express.js
//   curl -N localhost:8080/games/<game id>/feed

import { Database } from "dugout";
import { Feed, feedResponse, toNode } from "dugout/feed";
import express from "express";

const database = await Database.open(process.env.DATABASE_URL);
const feed = await Feed.open(database);

const app = express();
app.get("/games/:id/feed", (request, response) => {
  const games = [request.params.id];
  return toNode((asked) => feedResponse(feed, asked, { games }))(request, response);
});
const server = app.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => console.log("ready"));

process.once("SIGTERM", async () => {
  server.close();
  await feed.close();
  await database.close();
});
