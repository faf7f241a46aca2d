import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { Database } from "dugout";
import { Feed, feedResponse, toNode } from "dugout/feed";
import type { Answer, Question } from "./processes.js";
import { startFollowing } from "./ways.js";

// A process that executes the requests of its parent: see processes.ts.
let plays: [string, number, string][] = [];
let delivered = 0;
let isTimed = true;
let whenDelivered: (() => void) | undefined;

function note(gameId: string, playNumber: number): void {
  delivered += 1;
  if (isTimed && plays.length < 200_000) plays.push([gameId, playNumber, `${process.hrtime.bigint()}`]);
  whenDelivered?.();
}

async function perform(question: Question): Promise<Partial<Answer>> {
  switch (question.kind) {
    case "follow":
      await startFollowing(question.way, question.url, { ...question, onPlay: note });
      return {};
    case "serve":
      return { port: await serve(question.url) };
    case "connect":
      await Promise.all(question.urls.map((url) => connect(url, question.isStalled)));
      return {};
    case "delivered":
      isTimed = question.isTimed;
      while (delivered < question.count)
        await new Promise<void>((resolve) => {
          whenDelivered = resolve;
        });
      return taken();
    case "use":
      return {};
  }
}

function taken(): Partial<Answer> {
  const answer = { plays };
  plays = [];
  delivered = 0;
  return answer;
}

async function serve(url: string): Promise<number> {
  const feed = await Feed.open(await Database.open(url));
  const answer = toNode((request) => {
    const games = new URL(request.url).searchParams.get("games")?.split(",") ?? [];
    return feedResponse(feed, request, { games });
  });
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return (server.address() as AddressInfo).port;
}

/** Reads a stream, and records each play in it. A stalled client reads only the first bytes. */
function connect(url: string, isStalled: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      response.on("error", () => {});
      if (isStalled) {
        response.once("data", () => response.pause());
        resolve();
        return;
      }
      let rest = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        const frames = (rest + text).split("\n\n");
        rest = frames.pop() ?? "";
        for (const frame of frames) {
          if (frame.includes("event: game\n")) resolve();
          const [, number] = /"playNumber":(\d+)/.exec(frame) ?? [];
          if (number !== undefined && frame.includes("event: play\n")) note("", Number(number));
        }
      });
    }).on("error", reject);
  });
}

process.on("message", async (question: Question) => {
  const answer = await perform(question);
  // Not where CPU is measured.
  if (question.kind !== "delivered") globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({ ...answer, cpu: user + system, rss: process.memoryUsage().rss } satisfies Answer);
});
