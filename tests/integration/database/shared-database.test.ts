import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError, DatabaseOperations, sharedDatabase } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { refusalOf } from "../../support/refusals.js";
import { until } from "../../support/server-activity.js";

const server = serverDatabase();

afterEach(() => vi.unstubAllEnvs());

describe("operations without a database or session", () => {
  it("are a ConfigurationError when DATABASE_URL is not set, and work once it is", async () => {
    vi.stubEnv("DATABASE_URL", undefined);
    const operations = new DatabaseOperations();
    expect(await refusalOf(operations.createGame(newGame()))).toBeInstanceOf(ConfigurationError);
    vi.stubEnv("DATABASE_URL", server().url);
    const game = await operations.createGame(newGame());
    expect((await operations.loadGameState(game.id))?.game).toEqual(game);
    await (await sharedDatabase()).close();
  });

  it("commit by themselves, on one database for them all", async () => {
    vi.stubEnv("DATABASE_URL", server().url);
    const { gameId } = newGame();
    await Promise.all([
      new DatabaseOperations().createGame(newGame({ gameId })),
      new DatabaseOperations().createGame(newGame()),
    ]);
    await using database = await sharedDatabase();
    await until("a second connection", () => database.figures.open === 2);
    await using elsewhere = await server().open();
    expect((await new DatabaseOperations(elsewhere).loadGameState(gameId))?.game.id).toBe(gameId);
  });

  it("open it again after it was closed", async () => {
    vi.stubEnv("DATABASE_URL", server().url);
    const operations = new DatabaseOperations();
    const { id } = await operations.createGame(newGame());
    const first = await sharedDatabase();
    await first.close();
    expect((await operations.loadGameState(id))?.game.id).toBe(id);
    await using second = await sharedDatabase();
    expect(second).not.toBe(first);
  });
});
