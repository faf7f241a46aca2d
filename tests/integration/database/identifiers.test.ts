import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  IdentifierOutOfRangeError,
  PlayConflictError,
  plays,
} from "../../../src/index.js";
import {
  awayTeamId,
  homeTeamId,
  newGame,
  newPlay,
  type StagedGame,
  stageGame,
} from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { readPaths } from "../../support/read-paths.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();
const operations = () => new DatabaseOperations(at().database);
/** The first integers that JavaScript cannot distinguish from their neighbors, and the largest bigint. */
const tooLarge = [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 53n)];

const execute = (statement: ReturnType<typeof sql>) =>
  at().database.transaction((session) => session.run((db) => db.execute(statement)));

/** Inserts an entry with any id and any player into the away team's lineup, which no operation would do. */
async function enter(
  gameId: string,
  { id, playerId = 1n }: { id: bigint; playerId?: bigint },
): Promise<void> {
  await execute(sql`insert into lineups (game_id, id, team_id, player_id, position, is_active)
    overriding system value values (${gameId}, ${id}, ${awayTeamId}, ${playerId}, 'PH', true)`);
}

describe("an identifier beyond 2^53 in the database", () => {
  for (const id of tooLarge) {
    it(`is an IdentifierOutOfRangeError however plays are read: a batter ${id}`, async () => {
      const game = await stageGame(at().database);
      await enter(game.gameId, { id });
      await operations().savePlay(newPlay(game));
      await execute(sql`update plays set batter_id = ${id} where game_id = ${game.gameId}`);
      for (const { read } of readPaths) {
        expect(await refusalOf(read(operations(), game.gameId))).toBeInstanceOf(IdentifierOutOfRangeError);
      }
    });

    it(`is an IdentifierOutOfRangeError of every roster and lineup that has it: a player ${id}`, async () => {
      const sba = await operations().createGame(newGame());
      const pd = await operations().createGame(newGame({ leagueId: "pd" }));
      await execute(
        sql`insert into roster_links (game_id, team_id, player_id) values (${sba.id}, ${homeTeamId}, ${id})`,
      );
      await execute(
        sql`insert into roster_links (game_id, team_id, card_id) values (${pd.id}, ${homeTeamId}, ${id})`,
      );
      await enter(sba.id, { id: 7n, playerId: id });
      for (const read of [
        () => operations().getSbaRoster(sba.id),
        () => operations().getPdRoster(pd.id),
        () => operations().getActiveLineup(sba.id, awayTeamId),
        () => operations().loadGameState(sba.id),
      ]) {
        expect(await refusalOf(read())).toBeInstanceOf(IdentifierOutOfRangeError);
      }
    });
  }

  it("is an IdentifierOutOfRangeError of a player whom a play joins", async () => {
    const game = await stageGame(at().database);
    await operations().savePlay(newPlay(game));
    await execute(
      sql`update lineups set player_id = ${2n ** 60n} where game_id = ${game.gameId} and id = ${game.pitcherId}`,
    );
    expect(await operations().getPlays(game.gameId)).toHaveLength(1);
    const refusal = await refusalOf(operations().getPlaysWithPlayers(game.gameId));
    expect(refusal).toBeInstanceOf(IdentifierOutOfRangeError);
  });

  it("is an IdentifierOutOfRangeError of a Drizzle query on a session", async () => {
    const { id } = await operations().createGame(newGame());
    await enter(id, { id: 2n ** 53n + 1n });
    const selecting = at().database.transaction((session) =>
      session.run((db) => db.query.lineups.findMany()),
    );
    expect(await refusalOf(selecting)).toBeInstanceOf(IdentifierOutOfRangeError);
  });

  it("is an IdentifierOutOfRangeError of a relation that such a query follows", async () => {
    const game = await stageGame(at().database);
    await operations().savePlay(newPlay(game));
    await execute(
      sql`update lineups set player_id = ${2n ** 53n + 1n} where game_id = ${game.gameId} and id = ${game.batterId}`,
    );
    const selecting = at().database.transaction((session) =>
      session.run((db) =>
        db.query.plays.findMany({ where: eq(plays.gameId, game.gameId), with: { batter: true } }),
      ),
    );
    expect(await refusalOf(selecting)).toBeInstanceOf(IdentifierOutOfRangeError);
  });

  it("leaves the connection usable, and the session to be rolled back", async () => {
    const game = await stageGame(at().database);
    await enter(game.gameId, { id: 2n ** 53n });
    await using session = await at().database.session();
    const reading = new DatabaseOperations(session).getActiveLineup(game.gameId, awayTeamId);
    expect(await refusalOf(reading)).toBeInstanceOf(IdentifierOutOfRangeError);
    await session.rollback();
    expect(session.state).toBe("rolledBack");
    expect(await operations().getActiveLineup(game.gameId, homeTeamId)).toHaveLength(3);
  });
});

describe("identifiers up to 2^53", () => {
  const largest = BigInt(Number.MAX_SAFE_INTEGER);

  async function withLargeEntries(): Promise<StagedGame & { batterId: number; onFirstId: number }> {
    const game = await stageGame(at().database);
    await enter(game.gameId, { id: largest, playerId: largest });
    await enter(game.gameId, { id: largest - 1n, playerId: -largest });
    return { ...game, batterId: Number.MAX_SAFE_INTEGER, onFirstId: Number.MAX_SAFE_INTEGER - 1 };
  }

  it("are read exactly, however plays are read", async () => {
    const game = await withLargeEntries();
    const play = newPlay(game, { onFirstId: game.onFirstId });
    await operations().savePlay(play);
    for (const { read } of readPaths) expect(await read(operations(), game.gameId)).toMatchObject([play]);
    const [joined] = await operations().getPlaysWithPlayers(game.gameId);
    expect(joined?.batter).toMatchObject({ id: Number.MAX_SAFE_INTEGER, playerId: Number.MAX_SAFE_INTEGER });
  });

  it("distinguish two plays with the same number, however close their values are", async () => {
    const game = await withLargeEntries();
    await enter(game.gameId, { id: 2n ** 24n });
    await enter(game.gameId, { id: 2n ** 24n + 1n });
    const pairs = [
      [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1],
      [2 ** 24, 2 ** 24 + 1],
    ] as const;
    for (const [index, [batterId, another]] of pairs.entries()) {
      const play = newPlay(game, { playNumber: index + 1, batterId });
      await operations().savePlay(play);
      const refusal = await refusalOf(operations().savePlay({ ...play, batterId: another }));
      expect(refusal).toBeInstanceOf(PlayConflictError);
      expect(refusal.details.differs).toEqual(["batterId"]);
    }
  });
});
