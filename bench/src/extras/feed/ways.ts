import { Database, DatabaseOperations } from "dugout";
import { Feed } from "dugout/feed";
import pg from "pg";
import { playOf, type Slot, stateOf } from "../../data/play.js";
import { valuesOf, withNotify } from "./stamps.js";

/** The ways in which followers receive plays: the feed, and what a program would do without it. */
export const wayNames = ["feed", "looks", "notify", "polling"] as const;
export type WayName = (typeof wayNames)[number];

export const wayTitles: Readonly<Record<WayName, string>> = {
  feed: "the feed: announced after the commit",
  looks: "the feed: looks alone, each second",
  notify: "NOTIFY in the transaction, and a read by each game",
  polling: "each game asked for its new plays, each second",
};

/** Called for each play that a follower of a game receives. */
export type OnPlay = (gameId: string, playNumber: number) => void;

/** Follows each game with this many followers until it is ended. It is ready when the promise settles. */
export async function startFollowing(
  name: WayName,
  url: string,
  { gameIds, followers, onPlay }: { gameIds: readonly string[]; followers: number; onPlay: OnPlay },
): Promise<() => Promise<unknown>> {
  if (name === "feed" || name === "looks") {
    const database = await Database.open(url);
    const feed = await Feed.open(database, name === "looks" ? { listenUrl: false } : {});
    await followAll(feed, gameIds, followers, onPlay);
    return async () => {
      await feed.close();
      await database.close();
    };
  }
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const known = new Map(gameIds.map((gameId) => [gameId, 0]));
  const reading = new Set<string>();
  const read = async (gameId: string) => {
    if (reading.has(gameId)) return;
    reading.add(gameId);
    const values = [gameId, known.get(gameId)];
    const { rows } = await pool.query<{ play_number: number }>({ name: "newPlays", text: newPlays, values });
    reading.delete(gameId);
    for (const { play_number: playNumber } of rows) {
      known.set(gameId, playNumber);
      for (let follower = 0; follower < followers; follower += 1) onPlay(gameId, playNumber);
    }
  };
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  let timer: NodeJS.Timeout | undefined;
  if (name === "notify") {
    listener.on("notification", ({ payload = "" }) => void read(payload.split(":")[0] as string));
    await listener.query("listen dugout_feed");
  } else timer = setInterval(() => gameIds.forEach((gameId) => void read(gameId)), 1_000);
  return async () => {
    clearInterval(timer);
    await listener.end();
    await pool.end();
  };
}

const newPlays = "select * from plays where game_id = $1 and play_number > $2 order by play_number";

/** Settles when each loop has received its game, and waits for the next event. */
export async function followAll(
  feed: Feed,
  gameIds: readonly string[],
  followers: number,
  onPlay: OnPlay,
): Promise<void> {
  const begun = gameIds.flatMap((gameId) =>
    Array.from({ length: followers }, async () => {
      const events = feed.follow(gameId);
      await events.next();
      void (async () => {
        for await (const event of events) if (event.type === "play") onPlay(gameId, event.play.playNumber);
      })();
    }),
  );
  await Promise.all(begun);
}

/** Records plays as a program would that notifies others in this way. */
export async function startWriting(name: WayName, url: string) {
  if (name === "notify") {
    const pool = new pg.Pool({ connectionString: url, max: 16 });
    const text = withNotify();
    const record = (slot: Slot, playNumber: number): Promise<unknown> =>
      pool.query({ name: "recordPlay", text, values: valuesOf(slot, playNumber) });
    return { record, end: () => pool.end() };
  }
  const database = await Database.open(url, { announce: name === "feed", poolSize: 16 });
  const operations = new DatabaseOperations(database);
  const record = (slot: Slot, playNumber: number): Promise<unknown> =>
    operations.recordPlay(playOf(slot, playNumber), stateOf(playNumber));
  return { record, end: () => database.close() };
}
