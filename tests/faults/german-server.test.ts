import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CommitOutcomeUnknownError,
  ConnectionLostError,
  ConstraintViolationError,
  Database,
  DatabaseOperations,
  DataRefusedError,
  LineupEntryNotFoundError,
  TransactionAbortedError,
} from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { needsGermanServer, startGermanServer } from "../support/german-server.js";
import type { PostgresServer } from "../support/postgres-server.js";
import { query, queryAlone } from "../support/raw-sql.js";
import { rejectionOf } from "../support/sample-inputs.js";

describe("a server with German messages", needsGermanServer, () => {
  let server: PostgresServer;
  let database: Database;
  let game: StagedGame;

  beforeAll(async () => {
    if (needsGermanServer.skip) return;
    server = await startGermanServer();
    database = await Database.open(server.url());
    await migrate(database);
    game = await stageGame(database);
    await new DatabaseOperations(database).savePlay(newPlay(game));
  });
  afterAll(async () => {
    await database?.close();
    await server?.dispose();
  });

  it("really reports in German", async () => {
    const failure = await rejectionOf(queryAlone(database, "select 1 / 0"));
    expect(failure).toBeInstanceOf(DataRefusedError);
    expect((failure as Error).message).toContain("Division durch Null");
  });

  it("refuses to delete a lineup entry that a play names: no entry is reported as missing", async () => {
    const failure = await rejectionOf(
      queryAlone(database, `delete from lineups where game_id = '${game.gameId}' and id = ${game.batterId}`),
    );
    expect(failure).toBeInstanceOf(ConstraintViolationError);
    expect((failure as ConstraintViolationError).details.constraint).toBe("plays_batter_fkey");
  });

  it("refuses a play whose batter is not in the lineup: the entry is reported as missing", async () => {
    const play = newPlay(game, { playNumber: 2, batterId: 999_999_999 });
    const failure = await rejectionOf(new DatabaseOperations(database).savePlay(play));
    expect(failure).toBeInstanceOf(LineupEntryNotFoundError);
    expect((failure as LineupEntryNotFoundError).details.field).toBe("batterId");
  });

  it("reports a connection that it terminates as lost, in a transaction", async () => {
    const failure = await rejectionOf(
      database.transaction((session) => query(session, "select pg_terminate_backend(pg_backend_pid())")),
    );
    const reason = failure instanceof TransactionAbortedError ? failure.cause : failure;
    expect(reason).toBeInstanceOf(ConnectionLostError);
  });

  it("reports an unknown outcome when it terminates the connection of a write by itself", async () => {
    const name = "play of a blocked game";
    await using blocked = await Database.open(server.url(), { applicationName: name });
    await using holder = await database.session();
    await query(holder, `select from games where id = '${game.gameId}' for update`);
    const failing = rejectionOf(new DatabaseOperations(blocked).savePlay(newPlay(game, { playNumber: 3 })));
    const terminate = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ${name} and wait_event_type = 'Lock'`;
    for (let terminated = 0; terminated === 0; ) {
      const { rows } = await database.transaction((session) => session.run((db) => db.execute(terminate)));
      terminated = rows.length;
    }
    expect(await failing).toBeInstanceOf(CommitOutcomeUnknownError);
  });

  it("prepares an outdated statement again, and the caller does not notice", async () => {
    await using other = await Database.open(server.url());
    const operations = new DatabaseOperations(other);
    await operations.createGameSession({ gameId: game.gameId });
    await operations.getGameSession(game.gameId);
    await queryAlone(
      database,
      `alter table game_sessions drop constraint if exists game_sessions_state_snapshot_object,
        alter state_snapshot type json using state_snapshot::json`,
    );
    expect(await operations.getGameSession(game.gameId)).toMatchObject({ gameId: game.gameId });
  });

  it("reports a transaction that a shutdown ends as lost", async () => {
    await using own = await Database.open(server.url());
    const session = await own.session();
    await query(session, "select 1");
    await server.stop();
    const failure = await rejectionOf(query(session, "select 1"));
    const reason = failure instanceof TransactionAbortedError ? failure.cause : failure;
    expect(reason).toBeInstanceOf(ConnectionLostError);
    await session.close();
    await server.start();
    expect(await new DatabaseOperations(database).getPlays(game.gameId)).toHaveLength(1);
  });
});
