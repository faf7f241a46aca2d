import { getViewConfig, PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as views from "../../../src/models/schema.js";
import type { Statement } from "../../../src/statements/statement.js";
import { boxEvents } from "../../../src/stats/box-score/box-score-events.js";
import {
  battingLinesOfGame,
  fieldingLinesOfGame,
  pitchingLinesOfGame,
} from "../../../src/stats/box-score/box-score-lines.js";
import { fillValues, valuedPlays } from "../../../src/stats/value/fill-statements.js";
import { brokenRules, citusRules } from "../../support/citus-rules.js";
import { sentWhenDistributed, statements } from "../../support/statements.js";

type AnyStatement = Statement<unknown, unknown>;
const ofStatistics = [
  ...[battingLinesOfGame, pitchingLinesOfGame, fieldingLinesOfGame, boxEvents],
  ...[fillValues, valuedPlays],
] as readonly AnyStatement[];

test.each([...statements, ...ofStatistics].map((statement) => [statement.name, statement] as const))(
  "%s is sent to a distributed PostgreSQL in forms that it takes",
  async (_, statement) => {
    for (const { name, text } of await sentWhenDistributed(statement)) {
      const isOfOneGame = !/^listGames|^recoverActiveGames$|^storedGames$/.test(name);
      expect(await brokenRules(text, { isOfOneGame }), name).toEqual([]);
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
  "the view %s is of a form that a distributed PostgreSQL takes",
  async (_, definition) => {
    expect(await brokenRules(definition)).toEqual([]);
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
];

test.each(refused)("%s breaks a rule", async (sql, rule) => {
  expect(await brokenRules(sql)).toEqual([rule]);
});

test("each rule is broken by an example", () => {
  expect(refused.map(([, rule]) => rule).toSorted()).toEqual(citusRules.map(({ name }) => name).toSorted());
});
