import { and, count, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  games,
  lineups,
  plays,
  type Session,
  StatementRefusedError,
  UnsettledOperationsError,
} from "../../../../src/index.js";
import { newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import type { At } from "../../../support/places.js";
import { isFromDatabase, refusalOf } from "../../../support/refusals.js";

const controls = [
  "BEGIN",
  "commit",
  "Rollback",
  "savepoint mine",
  "release mine",
  "start transaction",
].concat(...["end", "abort", "rollback to savepoint mine", "prepare transaction 'x'", "  \n commit work;"]);
/** The same, hidden from a check of the first word. */
const hiddenControls = ["/* done */ commit", "-- done\ncommit", "; commit"];

export function describeDrizzleQueries(at: At): void {
  const inSession = <Result>(work: (session: Session, operations: DatabaseOperations) => Promise<Result>) =>
    at().database.transaction((session) => work(session, new DatabaseOperations(session)));

  describe("a Drizzle query on a session", () => {
    it("selects, typed, what the transaction has just written", async () => {
      const game = await stageGame(at().database);
      const rows = await inSession(async (session, operations) => {
        await operations.savePlay(
          newPlay(game, { createdAt: new Date(5), wpa: 0.5, playMetadata: { a: [1] } }),
        );
        return session.run((db) =>
          db
            .select({ play: plays, name: lineups.playerName })
            .from(plays)
            .innerJoin(lineups, and(eq(lineups.gameId, plays.gameId), eq(lineups.id, plays.batterId)))
            .where(eq(plays.gameId, game.gameId)),
        );
      });
      const [stored] = await new DatabaseOperations(at().elsewhere).getPlays(game.gameId);
      expect(rows).toMatchObject([{ play: stored, name: "Aoki" }]);
    });

    it("follows relations to what the transaction has just written", async () => {
      const game = await stageGame(at().database);
      const found = await inSession(async (session, operations) => {
        await operations.savePlay(newPlay(game, { onFirstId: game.onFirstId }));
        return session.run((db) =>
          db.query.plays.findMany({
            where: eq(plays.gameId, game.gameId),
            with: {
              batter: true,
              pitcher: { columns: { playerName: true } },
              onFirst: true,
              onSecond: true,
              game: true,
            },
          }),
        );
      });
      const [joined] = await new DatabaseOperations(at().elsewhere).getPlaysWithPlayers(game.gameId);
      expect(found).toHaveLength(1);
      const [play] = found;
      expect(play).toMatchObject({ ...joined?.play, batter: joined?.batter });
      expect(play?.pitcher).toEqual({ playerName: "Ford" });
      expect(play?.onFirst).toMatchObject({ id: game.onFirstId, playerName: "Bell" });
      expect(play?.onSecond).toBeNull();
      expect(play?.game).toMatchObject({ id: game.gameId, leagueId: "sba" });
    });

    it("runs SQL of the caller's own, with parameters", async () => {
      const game = await stageGame(at().database);
      const { rows, rowCount } = await inSession(async (session, operations) => {
        await operations.savePlay(newPlay(game));
        return session.run((db) =>
          db.execute<{ batter: string; total: number }>(
            sql`select ${"it's"}::text as batter, count(*)::int as total from plays where game_id = ${game.gameId}`,
          ),
        );
      });
      expect(rows).toEqual([{ batter: "it's", total: 1 }]);
      expect(rowCount).toBe(1);
    });

    it("writes in the session's transaction, and is undone with it", async () => {
      const { gameId } = newGame();
      const work = inSession(async (session, operations) => {
        await operations.createGame(newGame({ gameId }));
        await session.run((db) => db.update(games).set({ inning: 8 }).where(eq(games.id, gameId)));
        expect((await operations.loadGameState(gameId))?.game.inning).toBe(8);
        throw new Error("undo");
      });
      await expect(work).rejects.toThrow("undo");
      expect(await new DatabaseOperations(at().elsewhere).loadGameState(gameId)).toBeNull();
    });

    it("keeps its place among operations that are called at the same time", async () => {
      const { gameId } = newGame();
      const totals = await inSession((session, operations) =>
        Promise.all([
          session.run((db) => db.select({ games: count() }).from(games).where(eq(games.id, gameId))),
          operations.createGame(newGame({ gameId })),
          session.run((db) => db.select({ games: count() }).from(games).where(eq(games.id, gameId))),
        ]),
      );
      expect([totals[0], totals[2]]).toEqual([[{ games: 0 }], [{ games: 1 }]]);
    });

    it("is finished before a commit that is called after it", async () => {
      const { id: gameId } = await new DatabaseOperations(at().database).createGame(newGame());
      await using session = await at().database.session();
      const change = session.run((db) => db.update(games).set({ inning: 8 }).where(eq(games.id, gameId)));
      await Promise.all([change, session.commit()]);
      const loaded = await new DatabaseOperations(at().elsewhere).loadGameState(gameId);
      expect(loaded?.game.inning).toBe(8);
    });

    it("is an UnsettledOperationsError when the callback returns while it still runs", async () => {
      let forgotten: Promise<unknown> | undefined;
      const work = at().database.transaction(async (session) => {
        forgotten = session.run((db) => db.query.games.findMany()).catch(() => {});
      });
      expect(await refusalOf(work)).toBeInstanceOf(UnsettledOperationsError);
      await forgotten;
    });

    it("fails with a DugoutError, with the database's error as its cause", async () => {
      for (const [text, code] of [
        ["select 1 / 0", "DATA_REFUSED"],
        ["selekt", "STATEMENT_FAILED"],
        ["select * from nowhere", "SCHEMA_MISSING"],
        ["update games set inning = 0", "VALIDATION"],
      ] as const) {
        await stageGame(at().database);
        const refusal = await refusalOf(
          inSession((session) => session.run((db) => db.execute(sql.raw(text)))),
        );
        expect([text, refusal.code]).toEqual([text, code]);
        expect(isFromDatabase(refusal)).toBe(true);
      }
    });
  });

  describe("SQL that ends or nests the transaction", () => {
    for (const text of [...controls, ...hiddenControls]) {
      it(`is refused, and the session continues: ${JSON.stringify(text)}`, async () => {
        const game = await stageGame(at().database);
        await using session = await at().database.session();
        const operations = new DatabaseOperations(session);
        await operations.savePlay(newPlay(game));
        const refusal = await refusalOf(session.run((db) => db.execute(sql.raw(text))));
        expect(refusal).toBeInstanceOf(StatementRefusedError);
        await operations.savePlay(newPlay(game, { playNumber: 2 }));
        await session.rollback();
        expect(await new DatabaseOperations(at().elsewhere).getPlays(game.gameId)).toEqual([]);
      });
    }

    it("is refused by the database if it is behind another statement, and nothing is committed", async () => {
      const game = await stageGame(at().database);
      await using session = await at().database.session();
      await new DatabaseOperations(session).savePlay(newPlay(game));
      const refusal = await refusalOf(session.run((db) => db.execute(sql.raw("select 1; commit"))));
      expect(isFromDatabase(refusal)).toBe(true);
      await session.rollback();
      expect(await new DatabaseOperations(at().elsewhere).getPlays(game.gameId)).toEqual([]);
    });
  });
}
