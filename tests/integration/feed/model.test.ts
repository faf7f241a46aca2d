import fc from "fast-check";
import { expect, it } from "vitest";
import { Feed } from "../../../src/feed.js";
import {
  type Database,
  DatabaseOperations,
  type Executor,
  type LineupEntry,
  type Session,
} from "../../../src/index.js";
import { stored, TestFollower } from "../../support/followers.js";
import { homeTeamId, newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { propertyRuns } from "../../support/property-runs.js";

const at = onServer();

/** A change of the game by an operation; `by` chooses among the possibilities. */
type Write = (executor: Executor, game: StagedGame, by: number) => Promise<unknown>;

const lastPlay = async (executor: Executor, { gameId }: StagedGame) =>
  (await new DatabaseOperations(executor).getPlays(gameId)).at(-1)?.playNumber ?? 0;

const writes: Readonly<Record<string, Write>> = {
  play: async (executor, game) =>
    new DatabaseOperations(executor).savePlay(
      newPlay(game, { playNumber: (await lastPlay(executor, game)) + 1 }),
    ),
  "play out of order": async (executor, game, by) =>
    new DatabaseOperations(executor).savePlay(
      newPlay(game, { playNumber: (await lastPlay(executor, game)) + 2 + (by % 2) }),
    ),
  "an earlier number": (executor, game, by) =>
    new DatabaseOperations(executor).savePlay(newPlay(game, { playNumber: 1 + (by % 9) })),
  rewind: async (executor, game, by) => {
    const plays = await new DatabaseOperations(executor).getPlays(game.gameId);
    const to = plays[by % (plays.length + 1)]?.playNumber ?? 0;
    return new DatabaseOperations(executor).rewindGame(game.gameId, to);
  },
  revise: async (executor, game, by) =>
    new DatabaseOperations(executor).reviseLastPlay(
      newPlay(game, { playNumber: await lastPlay(executor, game), resultDescription: `revised ${by}` }),
      { inning: 1, half: "top", homeScore: 0, awayScore: 0 },
    ),
  entry: async (executor, game, by) =>
    new DatabaseOperations(executor).addSbaLineupPlayer({
      ...{ gameId: game.gameId, teamId: 11, playerId: 900 + by, position: "PH", isActive: false },
      afterPlay: (await lastPlay(executor, game)) + (by % 3),
    }),
  substitution: async (executor, { gameId }, by) => {
    const operations = new DatabaseOperations(executor);
    const active = await operations.getActiveLineup(gameId, homeTeamId);
    const replaced = active[by % active.length] as LineupEntry;
    const change = { replaces: replaced.id, position: replaced.position, playerId: 1_000 + by };
    return operations.substitute({ gameId, teamId: homeTeamId, changes: [change] });
  },
  "player out": (executor, game) =>
    new DatabaseOperations(executor).deactivateLineupPlayer(game.gameId, game.runnerId),
  state: (executor, game, by) =>
    new DatabaseOperations(executor).updateGameState(game.gameId, {
      ...{ inning: 1 + (by % 9), half: "bottom", homeScore: by, awayScore: 0 },
    }),
  start: (executor, game) => new DatabaseOperations(executor).startGame(game.gameId),
  complete: (executor, game) => new DatabaseOperations(executor).completeGame(game.gameId),
  decide: (executor, game, by) =>
    new DatabaseOperations(executor).setDecisions(
      game.gameId,
      by % 2 === 0 ? { win: game.pitcherId } : { loss: game.pitcherId },
    ),
};

const write = fc.record({
  kind: fc.constantFrom("play", "play", "play", ...Object.keys(writes)),
  by: fc.nat(40),
});
/** What a writer does: one change, or several in a transaction that is kept or not, with savepoints that are kept or not. */
const writing = fc.record({
  writes: fc.array(fc.record({ write, isKept: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom("alone", "alone", "transaction", "savepoints", "rolled back"),
});
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("write" as const),
      /** One writer, or two at the same time. */
      writers: fc.array(writing, { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("come" as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("go" as const), who: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("take" as const),
      who: fc.nat(2),
      events: fc.integer({ min: 1, max: 3 }),
    }),
  },
  /** The game is deleted, and another one begins under its id. */
  { weight: 1, arbitrary: fc.record({ type: fc.constant("delete" as const) }) },
);

type Writing = typeof writing extends fc.Arbitrary<infer Value> ? Value : never;

/** A change that the game does not allow is refused, and changes nothing. */
const refused = () => {};

async function perform(database: Database, game: StagedGame, { writes: all, how }: Writing): Promise<void> {
  const make = (executor: Executor, { kind, by }: Writing["writes"][number]["write"]) =>
    (writes[kind] as Write)(executor, game, by);
  if (how === "alone") {
    for (const { write } of all) await make(database, write).catch(refused);
    return;
  }
  const work = async (session: Session) => {
    for (const { write, isKept } of all) {
      if (how !== "savepoints") await make(session, write);
      else
        await session
          .savepoint(async (scope) => {
            await make(scope, write);
            if (!isKept) throw new Error("not kept");
          })
          .catch(refused);
    }
    if (how === "rolled back") throw new Error("not kept");
  };
  await database.transaction(work).catch(refused);
}

async function deletedAndBegunAgain({ gameId }: StagedGame): Promise<StagedGame> {
  const { database } = at();
  await new DatabaseOperations(database).deleteGame(gameId);
  return stageGame(database, newGame({ gameId }));
}

class Present {
  readonly follower: TestFollower;
  isThere = false;
  /** The pending take, for which there is no event yet. */
  waiting: Promise<unknown> | undefined;

  constructor(gameId: string) {
    this.follower = new TestFollower(gameId);
  }

  come(feed: Feed): void {
    if (this.isThere) return;
    this.isThere = true;
    this.follower.come(feed);
  }

  async go(): Promise<void> {
    if (!this.isThere) return;
    this.isThere = false;
    await this.follower.leave();
    await this.waiting;
    this.waiting = undefined;
  }

  /** Takes the events that arrive within a few turns of the event loop; later ones are taken by the next call. */
  take(): void {
    if (!this.isThere || this.waiting !== undefined) return;
    this.waiting = this.follower.take().finally(() => {
      this.waiting = undefined;
    });
  }
}

it("every follower has what the database has, whatever was written and whenever the follower came and went", async () => {
  await using feed = await Feed.open(at().database);
  await using other = await Feed.open(at().elsewhere, { lookEvery: 10, listenUrl: false });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      let game = await stageGame(at().database);
      const followers = [0, 1, 2].map(() => new Present(game.gameId));
      const feeds = [feed, feed, other];
      for (const next of steps) {
        if (next.type === "write")
          await Promise.all(next.writers.map((writer) => perform(at().database, game, writer)));
        else if (next.type === "delete") game = await deletedAndBegunAgain(game);
        else if (next.type === "come") followers[next.who]?.come(feeds[next.who] as Feed);
        else if (next.type === "go") await followers[next.who]?.go();
        else for (let event = 0; event < next.events; event += 1) followers[next.who]?.take();
        await new Promise((resolve) => setImmediate(resolve));
      }
      // A follower that still waits for an event gets this one.
      await new DatabaseOperations(at().database).savePlay(newPlay(game, { playNumber: 30_000 }));
      for (const [index, present] of followers.entries()) {
        const own = feeds[index] as Feed;
        present.come(own);
        await present.waiting;
        await present.follower.catchUp(at().database, own);
        expect(present.follower.known).toEqual(await stored(at().database, game.gameId));
      }
      await new DatabaseOperations(at().database).deleteGame(game.gameId);
      for (const present of followers) {
        while ((await present.follower.take()) !== undefined);
        expect(present.follower.known).toBeUndefined();
        await present.go();
      }
    }),
    { numRuns: propertyRuns(100) },
  );
});
