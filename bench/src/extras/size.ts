import { createGames, fillGames, playsPerGame } from "../data/dataset.js";
import { playsOfLoadedGame, type Slot } from "../data/play.js";
import { tableOf } from "../report/markdown.js";
import type { Options } from "../runner/options.js";
import type { RunRequest } from "../runner/protocol.js";
import type { BenchDatabase, BenchServer } from "../runner/server.js";
import { median } from "../runner/statistics.js";
import type { Runnable } from "../runner/worker-process.js";

const small = 100_000;
const target = 1.2;
const gamesAtOnce = 500;

/** The number of games that are loaded repeatedly, and are therefore in memory, like games that are being played. */
const gamesInMemory = 200;
/** The number of games that are loaded once per round, without having been read before. */
const gamesAtFirst = 300;

interface Measurement {
  readonly title: string;
  readonly work: "recordPlay" | "loadGame";
  /** Which games, and for how long or how often. */
  request(
    place: Place,
    round: number,
  ): Promise<Pick<RunRequest, "slots" | "seconds" | "operations" | "warmUp">>;
}

/** Measures dugout's speed on a database with many plays, compared with a small one, in turn, on one server. */
export async function measureSize(
  server: BenchServer,
  dugout: Runnable,
  { rounds, seconds, warmUp }: Options,
  large: number,
): Promise<string> {
  const places = [await filled(server, "small", small), await filled(server, "large", large)];
  const measurements: readonly Measurement[] = [
    {
      title: "recordPlay",
      work: "recordPlay",
      request: async ({ database }) => ({
        slots: [await createGames(database.pool, gamesFor(warmUp + seconds))],
        ...{ seconds, warmUp },
      }),
    },
    {
      title: "loadGame, of games in memory",
      work: "loadGame",
      request: async ({ games }) => ({ slots: [games.slice(0, gamesInMemory)], seconds, warmUp }),
    },
    {
      title: "loadGame, of games that nobody read for long",
      work: "loadGame",
      request: async ({ games }, round) => {
        const start =
          gamesInMemory + ((round * gamesAtFirst) % (games.length - gamesInMemory - gamesAtFirst));
        return { slots: [games.slice(start, start + gamesAtFirst)], operations: gamesAtFirst, warmUp: 0 };
      },
    },
  ];
  const rows: string[][] = [];
  for (const { title, work, request } of measurements) {
    const speeds: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, place] of places.entries()) {
        const given = await request(place, round);
        await dugout.open(place.database.url, 1);
        const figures = await dugout.run({ do: "run", work, ...given });
        await dugout.close();
        speeds[index as 0 | 1].push(figures.perSecond);
      }
    }
    const ratio = median(speeds[0].map((speed, round) => speed / (speeds[1][round] as number)));
    const verdict = ratio <= target ? "met" : "**missed**";
    rows.push([title, median(speeds[0]).toFixed(0), median(speeds[1]).toFixed(0), ratio.toFixed(2), verdict]);
  }
  const head = ["1 client", `per second, ${small} plays`, `${large} plays`, "times slower", `<= ${target}`];
  return tableOf(head, rows);
}

const gamesFor = (seconds: number) => Math.ceil((seconds * 5_000) / playsPerGame) + 1;

interface Place {
  readonly database: BenchDatabase;
  /** A sample of the games, from the first to the last. */
  readonly games: readonly Slot[];
}

async function filled(server: BenchServer, name: string, plays: number): Promise<Place> {
  const database = await server.createDatabase(name);
  const games: Slot[] = [];
  const wanted = Math.ceil(plays / playsOfLoadedGame);
  while (games.length < wanted) {
    const slots = await createGames(database.pool, Math.min(gamesAtOnce, wanted - games.length));
    await fillGames(database.pool, slots);
    games.push(...slots);
  }
  await database.pool.query("vacuum analyze");
  await database.pool.query("checkpoint");
  const step = Math.max(1, Math.floor(games.length / 1_100));
  return { database, games: games.filter((_, index) => index % step === 0) };
}
