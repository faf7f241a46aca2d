import { sql } from "drizzle-orm";
import { bigint, doublePrecision, jsonb, numeric, pgTable } from "drizzle-orm/pg-core";
import { beforeAll, expect, test } from "vitest";
import { DatabaseOperations, IdentifierOutOfRangeError } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { isStored, query, queryAlone, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();
const measures = pgTable("measures", {
  id: bigint("id", { mode: "bigint" }).primaryKey(),
  counted: bigint("counted", { mode: "number" }),
  exact: numeric("exact"),
  measured: doublePrecision("measured"),
  notes: jsonb("notes"),
});

beforeAll(async () => {
  await queryAlone(
    at().database,
    "create table measures (id bigint primary key, counted bigint, exact numeric, measured float8, notes jsonb)",
  );
});

const large = [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), 7n];

test("a bigint column of the caller's own table is read exactly, whatever the other columns are", async () => {
  const { database } = at();
  await database.transaction(async (session) => {
    await session.run((db) => db.delete(measures));
    const rows = large.map((id) => ({
      id,
      counted: 5,
      exact: `${id}`,
      measured: 1.3e17,
      notes: { team: Number(id), list: [1.3e17, 1.2345678901234566e25] },
    }));
    const returned = await session.run((db) => db.insert(measures).values(rows).returning());
    expect(returned).toEqual(rows);
    expect(await session.run((db) => db.select().from(measures))).toEqual(rows);
    const doubled = sql`${measures.id}`.mapWith(measures.id);
    const ids = await session.run((db) => db.select({ id: doubled }).from(measures));
    expect(ids.map(({ id }) => id)).toEqual(large);
  });
});

test.each(large.slice(0, 4))(
  "if %d would be rounded the call fails, and the transaction continues",
  async (big) => {
    const { database, elsewhere } = at();
    const gameId = await database.transaction(async (session) => {
      const failing = [
        () => query(session, `select '${big}'::bigint as id`),
        () =>
          session.run((db) =>
            db.select({ id: sql<number>`${big}::bigint` }).from(sql`generate_series(1, 2)`),
          ),
        () =>
          session.run((db) =>
            db.select({ id: sql`${big}::bigint`.mapWith(measures.counted) }).from(sql`generate_series(1, 2)`),
          ),
      ];
      for (const call of failing) expect(await refusalOf(call())).toBeInstanceOf(IdentifierOutOfRangeError);
      expect(session.state).toBe("active");
      expect(await query(session, `select '${big}'::bigint::text as id`)).toEqual([{ id: `${big}` }]);
      return write(session);
    });
    expect(await isStored(elsewhere, gameId)).toBe(true);
  },
);

test("metadata with large numbers comes as JSON.parse reads it, by relational queries too", async () => {
  const { database } = at();
  const metadata = {
    large: 1.3e17,
    larger: 1.2345678901234566e25,
    list: [1e21, { deep: 123456789012345680000, text: "90071992547409931234" }],
    text: 'a " 90071992547409931',
  };
  const { id } = await new DatabaseOperations(database).createGame(newGame({ metadata }));
  await database.transaction(async (session) => {
    const game = await session.run((db) =>
      db.query.games.findFirst({ where: (games, { eq }) => eq(games.id, id), with: { plays: true } }),
    );
    expect(game?.metadata).toEqual(metadata);
    const rosters = await session.run((db) =>
      db.query.rosterLinks.findMany({ with: { game: true }, limit: 1 }).catch(() => []),
    );
    expect(rosters).toEqual([]);
    expect(session.state).toBe("active");
  });
});

test("a value that an operation cannot read is an error of that call, and the transaction continues", async () => {
  const { database } = at();
  const { id: gameId, homeTeamId } = await new DatabaseOperations(database).createGame(newGame());
  await queryAlone(
    database,
    `insert into roster_links (game_id, team_id, player_id) values ('${gameId}', ${homeTeamId}, ${2n ** 60n})`,
  );
  await database.transaction(async (session) => {
    const reading = new DatabaseOperations(session).getSbaRoster(gameId);
    expect(await refusalOf(reading)).toBeInstanceOf(IdentifierOutOfRangeError);
    expect(session.state).toBe("active");
    await write(session);
  });
});
