import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { readGame } from "../../../src/import.js";
import { DatabaseOperations, games, plays, recoverGame, UnreadableValueError } from "../../../src/index.js";
import { newGame, newPlay, stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { withClient } from "../../support/plain-client.js";
import { readPaths } from "../../support/read-paths.js";
import { fieldsOf, refusalWithoutTrace } from "../../support/refusals.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const server = serverDatabase();
const zones = ["UTC", "America/New_York", "Asia/Kolkata"];

/** Before time zones, cities had local times: New York was 4:56:02 behind Greenwich. */
const times: Readonly<Record<string, string>> = {
  "of our days, to the millisecond": "2024-07-04T19:05:33.123Z",
  "in the hour that summer time repeats": "2023-11-05T05:30:00.000Z",
  "before the epoch": "1954-05-02T18:00:00.001Z",
  "of the first professional league": "1871-05-04T19:30:00.000Z",
  "of the year 99": "0099-01-01T00:00:00.000Z",
};

describe("a time that PostgreSQL cannot read as JavaScript writes it", () => {
  for (const text of [
    "+010000-01-01T00:00:00.000Z",
    "+275760-09-13T00:00:00.000Z",
    "-000001-12-31T00:00:00.000Z",
  ]) {
    it(`is refused with the field's name: ${text}`, async () => {
      await using database = await server().open();
      const work = () => new DatabaseOperations(database).createGame(newGame({ startedAt: new Date(text) }));
      expect(fieldsOf(await refusalWithoutTrace(database, work))).toEqual(["startedAt"]);
    });
  }
});

describe.each(zones)("on a server in the time zone %s", (zone) => {
  beforeAll(() =>
    withClient(server().url, async (client) => {
      const { rows } = await client.query<{ name: string }>("select current_database() as name");
      await client.query(`alter database ${rows[0]?.name} set timezone to '${zone}'`);
    }),
  );

  for (const [kind, text] of Object.entries(times)) {
    it(`a time ${kind} is read as it was, however it is read`, async () => {
      await using database = await server().open();
      const operations = new DatabaseOperations(database);
      const time = new Date(text);
      const game = await stageGame(database, newGame({ createdAt: time, startedAt: time }));
      await operations.savePlay(newPlay(game, { createdAt: time }));
      for (const { name, read } of readPaths) {
        const [play] = await read(operations, game.gameId);
        expect([name, play?.createdAt.getTime()]).toEqual([name, time.getTime()]);
      }
      const loaded = await operations.loadGameState(game.gameId);
      expect(loaded?.game).toMatchObject({ createdAt: time, startedAt: time, completedAt: null });
    });
  }

  it("is the default of a connection", async () => {
    const { rows } = await withClient(server().url, (client) => client.query("show timezone"));
    expect(rows).toEqual([{ TimeZone: zone }]);
  });

  it("a Drizzle query on a session reads the same times", async () => {
    await using database = await server().open();
    const createdAt = new Date(times["of the first professional league"] as string);
    const { id } = await new DatabaseOperations(database).createGame(newGame({ createdAt }));
    const [found] = await database.transaction((session) =>
      session.run((db) => db.query.games.findMany({ where: eq(games.id, id) })),
    );
    expect(found?.createdAt.getTime()).toBe(createdAt.getTime());
  });
});

it.each(["infinity", "-infinity"])(
  "a time that is %s is refused wherever it is read, with the name of its column",
  async (value) => {
    await using database = await server().open();
    const operations = new DatabaseOperations(database);
    const game = await stageGame(database);
    await operations.savePlay(newPlay(game));
    await withClient(server().url, (client) =>
      client.query(`update games set started_at = '${value}' where id = '${game.gameId}'`),
    );
    const isGame = eq(games.id, game.gameId);
    const ofPlay = eq(plays.gameId, game.gameId);
    const reads: Record<string, () => Promise<unknown>> = {
      loadGameState: () => operations.loadGameState(game.gameId),
      listGames: () => operations.listGames({ limit: 1 }),
      recoverGame: () => recoverGame(database, game.gameId),
      "an export": () => readGame(database, game.gameId),
      "a query": () =>
        database.transaction((session) => session.run((db) => db.select().from(games).where(isGame))),
      "a query of a row": () =>
        database.transaction((session) => session.run((db) => db.query.games.findFirst({ where: isGame }))),
      "a query of a related row": () =>
        database.transaction((session) =>
          session.run((db) => db.query.plays.findFirst({ where: ofPlay, with: { game: true } })),
        ),
    };
    for (const [name, read] of Object.entries(reads)) {
      const refusal = await rejectionOf(read());
      expect([name, refusal]).toEqual([name, expect.any(UnreadableValueError)]);
      expect([name, (refusal as Error).message]).toEqual([name, expect.stringContaining(value)]);
    }
  },
);
