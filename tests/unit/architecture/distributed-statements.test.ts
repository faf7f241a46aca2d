import { getViewConfig, PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { parseStatements } from "../../../src/migrations/sql-parser.js";
import * as views from "../../../src/models/schema.js";
import type { Statement } from "../../../src/statements/statement.js";
import { boxEvents } from "../../../src/stats/box-score/box-score-events.js";
import {
  battingLinesOfGame,
  fieldingLinesOfGame,
  pitchingLinesOfGame,
} from "../../../src/stats/box-score/box-score-lines.js";
import { fillValues, valuedPlays } from "../../../src/stats/value/fill-statements.js";
import { distributedForms, formsIn } from "../../../tools/lint/distributed-forms.js";
import { sentWhenDistributed, statements } from "../../support/statements.js";

type AnyStatement = Statement<unknown, unknown>;

/** The forms in a statement that a distributed PostgreSQL does not take. */
async function formsOf(sql: string, { isOfOneGame = false } = {}): Promise<string[]> {
  const trees = (await parseStatements(sql)).map(({ tree }) => tree);
  return formsIn(trees, { isOfOneGame }).map(({ name }) => name);
}

const ofStatistics = [
  ...[battingLinesOfGame, pitchingLinesOfGame, fieldingLinesOfGame, boxEvents],
  ...[fillValues, valuedPlays],
] as readonly AnyStatement[];

test.each([...statements, ...ofStatistics].map((statement) => [statement.name, statement] as const))(
  "%s is sent to a distributed PostgreSQL in forms that it accepts",
  async (_, statement) => {
    for (const { name, text } of await sentWhenDistributed(statement)) {
      const isOfOneGame = !/^listGames|^recoverActiveGames|^recoverGames$|^storedGames$/.test(name);
      expect(await formsOf(text, { isOfOneGame }), name).toEqual([]);
    }
  },
);

const definitions = Object.entries(views).flatMap(([name, view]) => {
  if (
    !name.endsWith("Lines") &&
    !name.endsWith("Seasons") &&
    !/^(?:halfInnings|plateAppearances)$/.test(name)
  )
    return [];
  if (name.startsWith("stored")) return [];
  const { query } = getViewConfig(view as typeof views.battingLines);
  return [[name, new PgDialect().sqlToQuery(query as never).sql] as const];
});

test.each(definitions)(
  "the view %s has a form that a distributed PostgreSQL accepts",
  async (_, definition) => {
    expect(await formsOf(definition)).toEqual([]);
  },
);

const refused: readonly (readonly [string, string])[] = [
  [
    "with g as (insert into plays (game_id) values ($1) returning id) select id from g",
    "an INSERT that is a part of another statement",
  ],
  [
    "insert into plays (game_id) select $1 from games where id = $1",
    "an INSERT … SELECT whose game is not a table's column",
  ],
  [
    "select from lineups, unnest($1::bigint[]) as given (id) where game_id = $2 for update",
    "a row lock beside a table function",
  ],
  ["select from games where status = 'completed' for share", "a row lock on games that are not known"],
  [
    "select from games cross join lateral (select (select max(id) from plays) offset 0) x",
    "a subquery in FROM that reads nothing",
  ],
  ["select 1 from string_to_table('1', null) union all select 1 from plays", "a table function in a union"],
  [
    "insert into game_sessions (game_id, state_snapshot) values ($1, (select metadata from games where id = $1))",
    "a subquery within VALUES",
  ],
  [
    "insert into game_sessions (game_id) values ($1) on conflict (game_id) do update set last_action_at = now()",
    "a function in DO UPDATE SET that is not immutable",
  ],
  [
    "insert into game_sessions (game_id) values ($1) on conflict (game_id) do update set last_action_at = current_timestamp",
    "a function in DO UPDATE SET that is not immutable",
  ],
  [
    "update games set started_at = clock_timestamp() where id = $1",
    "a volatile function in an UPDATE or a DELETE",
  ],
  ["delete from plays where game_id = $1 and random() < 0.5", "a volatile function in an UPDATE or a DELETE"],
  ["delete from plays where ctid = $1", "rows that are found by their ctid"],
  [
    "merge into game_sessions s using (values ($1::uuid)) v (id) on s.game_id = v.id when matched then do nothing",
    "a MERGE from what is not a table",
  ],
  [
    "select pg_notify('feed', id::text) from games where id = $1",
    "a notification, an advisory lock or a sequence beside a table",
  ],
  [
    "select t from games cross join lateral (select home_team_id union all select away_team_id) x (t)",
    "a union of columns in a LATERAL subquery",
  ],
  ["select league_id, count(*) from games group by rollup (league_id)", "GROUPING SETS, ROLLUP or CUBE"],
  [
    "with recursive r as (select 1 as n union select n + 1 from r join plays on play_number = n) select n from r",
    "a recursive query",
  ],
];

test.each(refused)("%s has a form that is not accepted", async (sql, rule) => {
  expect(await formsOf(sql)).toEqual([rule]);
});

test("there is an example of each form", () => {
  const names = new Set(refused.map(([, name]) => name));
  expect([...names].toSorted()).toEqual(distributedForms.map(({ name }) => name).toSorted());
});

test("forms that are refused only for many games are accepted for one", async () => {
  for (const form of distributedForms.filter(({ isOfManyGames }) => isOfManyGames)) {
    const [sql = ""] = refused.find(([, name]) => name === form.name) ?? [];
    expect(await formsOf(sql, { isOfOneGame: true }), form.name).toEqual([]);
  }
});
