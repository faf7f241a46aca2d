import { expect, test } from "vitest";
import { Database, DatabaseOperations, StatementCancelledError } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { newGame } from "../../support/game-fixtures.js";
import { query, queryAlone } from "../../support/raw-sql.js";

test("an embedded database continues after work with its client failed, with or without a transaction", async () => {
  await using database = await Database.open("pglite:memory");
  await migrate(database);
  const operations = new DatabaseOperations(database);
  for (const statement of ["select 1 / 0", "begin; create table half_made (id int); select 1 / 0"]) {
    const work = database.withClient((client) => client.query(statement));
    await expect(work).rejects.toThrow("division by zero");
    const { id } = await operations.createGame(newGame());
    expect(await operations.loadGameState(id)).not.toBeNull();
  }
  const { rows } = await database.withClient((client) =>
    client.query("select to_regclass('half_made') as half_made"),
  );
  expect(rows).toEqual([{ half_made: null }]);
});

test("an embedded database continues immediately after a session was aborted", async () => {
  await using database = await Database.open("pglite:memory");
  for (let round = 0; round < 3; round += 1) {
    const aborter = new AbortController();
    const session = await database.session({ signal: aborter.signal });
    const running = query(session, "select count(*) from generate_series(1, 100000)");
    aborter.abort();
    // It may have finished before the signal: the session is ended in any case.
    await Promise.allSettled([running]);
    await expect(session.commit()).rejects.toThrow(StatementCancelledError);
    expect(await queryAlone(database, "select 1 as one")).toEqual([{ one: 1 }]);
  }
});
