import { test } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { stageGame } from "../../support/game-fixtures.js";
import { serverDatabase } from "../../support/places.js";
import { query, queryAlone, write } from "../../support/raw-sql.js";

const at = serverDatabase();

/** Ways in which a server loses prepared statements, the first two without a visible message. */
const ways: Record<string, string> = {
  "a function's DEALLOCATE ALL": "do $$ begin execute 'deallocate all'; end $$",
  "a function's DEALLOCATE of BEGIN and others":
    "do $$ declare kept text; begin for kept in select name from pg_prepared_statements loop execute format('deallocate %I', kept); end loop; end $$",
  "DEALLOCATE ALL": "deallocate all",
};

test.each(Object.entries(ways))(
  "after %s transactions, operations and sessions continue",
  async (_, forget) => {
    await using database = await at().open({ poolSize: 1 });
    const { gameId } = await stageGame(database);
    const work = () =>
      database.transaction(async (session) => {
        await new DatabaseOperations(session).getPlays(gameId);
        return write(session);
      });
    await work();
    await queryAlone(database, forget);
    await work();
    await queryAlone(database, forget);
    await write(database);
    await queryAlone(database, forget);
    await using session = await database.session();
    await query(session, "select 1");
    await session.commit();
  },
);

test("after DISCARD ALL on a pooled connection its next user sees no error", async () => {
  await using database = await at().open({ poolSize: 1 });
  const work = () => database.transaction(write);
  await work();
  const lease = await database.leaseConnection("test");
  await lease.connection.send({ text: "discard all", ownRequest: true });
  lease.release();
  await work();
  await database.transaction(write, { attempts: 1 });
});
