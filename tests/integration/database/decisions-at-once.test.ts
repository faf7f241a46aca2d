import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, DatabaseOperations, type Decisions } from "../../../src/index.js";
import { fullGame } from "../../support/full-game.js";
import { serverDatabase } from "../../support/places.js";
import { untilBlocked } from "../../support/server-activity.js";

const server = serverDatabase();
let one: Database;
let other: Database;

beforeAll(async () => {
  [one, other] = await Promise.all([server().open(), server().open()]);
});

afterAll(() => Promise.all([one.close(), other.close()]));

async function decidedIn(gameId: string): Promise<Decisions> {
  const entries = await new DatabaseOperations(one).getLineupAt(gameId, 1);
  const decided = entries.filter(({ decision }) => decision !== null);
  return Object.fromEntries(decided.map(({ decision, id }) => [decision, id]));
}

describe("two scorers who set a game's decisions at the same time", () => {
  it("are applied one after the other: the result is completely one of them", async () => {
    const { gameId, away, home } = await fullGame(new DatabaseOperations(one));
    const opinions = [
      { win: home.P, loss: away.P },
      { win: away.P, loss: home.P },
    ];
    const decide = (database: Database, opinion: Decisions) =>
      new DatabaseOperations(database).setDecisions(gameId, opinion);
    for (let round = 1; round <= 10; round += 1) {
      const [mine, yours] = round % 2 === 0 ? opinions : opinions.toReversed();
      await Promise.all([decide(one, mine ?? {}), decide(other, yours ?? {})]);
      expect(opinions).toContainEqual(await decidedIn(gameId));
    }
  });

  it("decide again when the first one's transaction is committed", async () => {
    const { gameId, away, home } = await fullGame(new DatabaseOperations(one));
    const before = (await new DatabaseOperations(one).loadGameState(gameId))?.game.stateVersion ?? 0;
    await using session = await one.session();
    await new DatabaseOperations(session).setDecisions(gameId, { win: home.P, loss: away.P });
    const waiting = new DatabaseOperations(other).setDecisions(gameId, { loss: home.P });
    await untilBlocked(one);
    await session.commit();
    expect(await waiting).toMatchObject({
      stateVersion: before + 2,
      entries: [{ id: home.P, decision: "loss" }],
    });
    expect(await decidedIn(gameId)).toEqual({ loss: home.P });
  });
});
