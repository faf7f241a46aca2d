import { expect, test } from "vitest";
import { Database, DatabaseOperations } from "../../../src/index.js";
import { migrate } from "../../../src/migrations.js";
import { newGame } from "../../support/game-fixtures.js";

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
