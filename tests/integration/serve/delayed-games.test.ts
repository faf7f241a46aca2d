import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { GameRecorder } from "../../../src/cli/demo/game-recorder.js";
import type { GameFile } from "../../../src/import.js";
import { type Database, DatabaseOperations, newGameId, type Play } from "../../../src/index.js";
import type { GameDetails, KnownGame } from "../../../src/serve/page/game-view.js";
import { type Scoreboard, serveScoreboard } from "../../../src/serve/scoreboard-server.js";
import { loadWholeGame } from "../../../src/statements/whole-game-statements.js";
import { deferred } from "../../support/deferred.js";
import { newWorldSeriesGame } from "../../support/partial-games.js";
import { queryAlone } from "../../support/raw-sql.js";
import { until } from "../../support/server-activity.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";
import { unhandledDuring } from "../../support/unhandled.js";

let testDatabase: TestDatabase;
let database: Database;
let file: GameFile;
let recorder: GameRecorder;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await testDatabase.open();
  file = await newWorldSeriesGame();
  recorder = await GameRecorder.begin(database, file);
  for (let play = 0; play < 12; play += 1) await recorder.recordNext();
  // The file's plays have the time of the real game.
  await queryAlone(database, "update plays set created_at = now()");
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function serve(delay: number) {
  const scoreboard = await serveScoreboard(database, { port: 0, delay });
  onTestFinished(() => scoreboard.close());
  const get = (path: string) => fetch(new URL(path, scoreboard.url));
  return {
    scoreboard,
    get,
    text: async (path: string) => (await get(path)).text(),
    known: async () => (await (await get(`/api/games/${file.game.id}`)).json()) as KnownGame,
    details: async () => (await (await get(`/api/details/${file.game.id}`)).json()) as GameDetails | null,
  };
}

/** The events of a game's stream as they come. */
async function* eventsOf({ url }: Scoreboard) {
  const abort = new AbortController();
  const response = await fetch(new URL(`/feed?games=${file.game.id}&list`, url), { signal: abort.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream has ended with ${response.status}: ${text}`);
      text += decoder.decode(value, { stream: true });
      const frames = text.split("\n\n");
      text = frames.pop() ?? "";
      for (const frame of frames) {
        const [, type] = /^event: (.*)$/m.exec(frame) ?? [];
        const [, data] = /^data: (.*)$/m.exec(frame) ?? [];
        if (type !== undefined && data !== undefined)
          yield { type, data: JSON.parse(data), at: performance.now() };
      }
    }
  } finally {
    abort.abort();
  }
}

/** The number of the last play that an event shows. The whole game is sent if following it begins after a play. */
function lastPlayOf({
  type,
  data,
}: {
  readonly type: string;
  readonly data: Partial<KnownGame & { play: Play }>;
}) {
  return (type === "game" ? data.plays?.at(-1) : data.play)?.playNumber ?? 0;
}

describe("a scoreboard with a delay", () => {
  it("shows nothing that is newer than the delay, on any page, in any JSON, chart or stream", async () => {
    const { scoreboard, get, text, known, details } = await serve(3_600);
    expect((await known()).plays).toEqual([]);
    expect((await known()).game).toMatchObject({ status: "active", awayScore: 0, homeScore: 0 });
    expect(await details()).toBeNull();
    expect((await get(`/game/${file.game.id}/chart.svg`)).status).toBe(404);
    for (const path of ["/", `/game/${file.game.id}`]) expect(await text(path)).not.toContain("homers");
    expect(await text(`/game/${file.game.id}`)).toContain("Waiting for the first pitch.");
    const { games } = (await (await get("/api/games")).json()) as { games: { status: string }[] };
    expect(games).toMatchObject([{ status: "active", awayScore: 0 }]);
    const seen: string[] = [];
    for await (const { type, data } of eventsOf(scoreboard)) {
      seen.push(type);
      if (type === "game") expect(data).toMatchObject({ plays: [], game: { status: "active" } });
      if (type === "games") expect(data).toMatchObject({ games: [{ status: "active", awayScore: 0 }] });
      if (seen.length === 2) break;
    }
    expect(seen.toSorted()).toEqual(["game", "games"]);
  });

  it("shows each play, and its box score, after the delay and not before", async () => {
    const seconds = 1;
    const { scoreboard, text, known, details } = await serve(seconds);
    await until("the plays before are shown", async () => (await known()).plays.length === recorder.played);
    const events = eventsOf(scoreboard);
    while ((await events.next()).value?.type !== "game");
    const recorded = performance.now();
    await recorder.recordNext();
    let shown = { play: 0, at: 0 };
    while (shown.play < recorder.played) {
      const { value } = await events.next();
      if (value) shown = { play: lastPlayOf(value), at: value.at };
    }
    expect(shown.play).toBe(recorder.played);
    expect(shown.at - recorded).toBeGreaterThanOrEqual(seconds * 1_000);
    expect((await known()).plays).toHaveLength(recorder.played);
    expect(await text(`/game/${file.game.id}`)).toContain(file.plays[recorder.played - 1]?.resultDescription);
    await until("its box score is shown", async () => (await details())?.playCount === recorder.played);
    await events.return?.(undefined);
  });

  it("shows an old game as it is, and a game that has just ended as still live", async () => {
    const operations = new DatabaseOperations(database);
    const { id: just } = await operations.createGame({ leagueId: "sba", homeTeamId: 1, awayTeamId: 2 });
    const { id: long } = await operations.createGame({
      ...{ gameId: newGameId(), leagueId: "sba", homeTeamId: 3, awayTeamId: 4 },
    });
    for (const gameId of [just, long]) {
      await operations.startGame(gameId);
      await operations.completeGame(gameId);
    }
    await queryAlone(
      database,
      `update games set started_at = '2026-01-01T18:00Z', completed_at = '2026-01-01T21:00Z',
         feed_version = feed_version + 1 where id = '${long}'`,
    );
    const { get } = await serve(3_600);
    const statusOf = async (gameId: string) =>
      ((await (await get(`/api/games/${gameId}`)).json()) as KnownGame).game.status;
    expect(await statusOf(long)).toBe("completed");
    expect(await statusOf(just)).toBe("pending");
  });

  it("refuses a delay that is too long", async () => {
    for (const delay of [-1, 3_601, Number.NaN])
      await expect(serveScoreboard(database, { port: 0, delay })).rejects.toMatchObject({
        code: "CONFIGURATION",
      });
  });
});

it("a scoreboard that closes while it reads a game to follow leaves no error behind", async () => {
  const [begun, closed] = [deferred(), deferred()];
  const execute = database.execute.bind(database);
  const held = vi.spyOn(database, "execute").mockImplementation(async (statement, ...values) => {
    if (statement.name === loadWholeGame.name) {
      begun.resolve();
      await closed.promise;
    }
    return execute(statement, ...values);
  });
  onTestFinished(() => held.mockRestore());
  const unhandled = await unhandledDuring(async () => {
    const scoreboard = await serveScoreboard(database, { port: 0, delay: 1 });
    await begun.promise;
    await scoreboard.close();
    closed.resolve();
    await Promise.all(held.mock.results.map(({ value }) => value));
  });
  expect(unhandled).toEqual([]);
});
