import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newGameId } from "../../../src/index.js";
import * as statements from "../../../src/statements/game-list-statements.js";
import { needs } from "../../support/needs.js";
import { createTestDatabase, isOnCitus, type TestDatabase } from "../../support/test-database.js";

const gamesStored = 8_000;
const limit = 51;
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
  // Thirty teams, as in Major League Baseball; a few games are not over.
  await client.query(`
    insert into games (id, league_id, home_team_id, away_team_id, status, created_at)
    select gen_random_uuid(), case when n % 2 = 0 then 'pd' else 'sba' end, n % 30, (n + 1 + n / 30 % 29) % 30,
      case when n % 400 = 0 then 'active' else 'completed' end, timestamptz '2020-01-01 00:00Z' + n / 3 * interval '1 hour'
    from generate_series(1, ${gamesStored}) as n`);
  await client.query("analyze games");
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

interface PlanNode {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How PostgreSQL answers a statement, every step of it; either by a plan for these values or by one for any. */
async function stepsOf(
  statement: statements.GameListStatement,
  values: statements.GameListValues,
  mode: string,
) {
  await client.query(
    `set plan_cache_mode = force_${mode}_plan; deallocate all; prepare list as ${statement.text}`,
  );
  const literals = statement.encode(values).map((value) => pg.escapeLiteral(String(value)));
  const given = statement.encode(values).map((value, index) => (value === null ? "null" : literals[index]));
  const { rows } = await client.query(`explain (analyze, format json) execute list (${given.join(", ")})`);
  const steps: PlanNode[] = [];
  const collect = (node: PlanNode) => {
    steps.push(node);
    for (const inner of node.Plans ?? []) collect(inner);
  };
  collect(rows[0]["QUERY PLAN"][0].Plan);
  return steps;
}

const everything: statements.GameListValues = {
  ...{ status: null, teamId: null, leagueId: null, createdFrom: null, createdBefore: null },
  ...{ afterCreatedAt: null, afterId: null, limit },
};
const middle = { afterCreatedAt: new Date("2020-03-01T00:00:00Z"), afterId: newGameId() };
const month = {
  createdFrom: new Date("2020-02-01T00:00:00Z"),
  createdBefore: new Date("2020-03-01T00:00:00Z"),
};

const ways: readonly [statements.GameListStatement, filter: object, indexes: string[]][] = [
  [statements.listGames, {}, ["games_created_idx"]],
  [statements.listGames, { leagueId: "pd" }, ["games_created_idx"]],
  [statements.listGames, month, ["games_created_idx"]],
  [statements.listGames, middle, ["games_created_idx"]],
  [statements.listGamesFromOldest, { ...middle, ...month, leagueId: "sba" }, ["games_created_idx"]],
  [statements.listGamesByStatus, { status: "active" }, ["games_status_created_idx"]],
  [statements.listGamesByStatus, { status: "active", ...middle }, ["games_status_created_idx"]],
  [statements.listGamesByStatusFromOldest, { status: "active", ...month }, ["games_status_created_idx"]],
  [statements.listGamesByTeam, { teamId: 7 }, ["games_away_team_idx", "games_home_team_idx"]],
  [statements.listGamesByTeam, { teamId: 7, ...middle }, ["games_away_team_idx", "games_home_team_idx"]],
  [
    statements.listGamesByTeamFromOldest,
    { teamId: 7, ...month },
    ["games_away_team_idx", "games_home_team_idx"],
  ],
];

const named = ways.map(
  ([statement, filter, indexes]) =>
    [
      `${statement.name}, given ${Object.keys(filter).join(", ") || "nothing"}`,
      statement,
      filter,
      indexes,
    ] as const,
);

const onOneServer = needs(!isOnCitus, "a coordinator's EXPLAIN shows no plan of its shards as JSON");

describe.each(["custom", "generic"])("with a %s plan, a page of thousands of games", onOneServer, (mode) => {
  it.each(named)(
    "%s, goes along its index and sorts no more than two pages",
    async (_, statement, filter, indexes) => {
      const steps = await stepsOf(statement, { ...everything, ...filter }, mode);
      const scans = steps.filter((step) => step["Node Type"].includes("Scan"));
      expect(scans.map((step) => step["Index Name"]).toSorted()).toEqual(indexes);
      for (const step of steps) expect(step["Actual Rows"]).toBeLessThanOrEqual(2 * limit);
      // A league's games are every second one; at most that many rows are read and dropped.
      for (const step of scans) expect(step["Rows Removed by Filter"] ?? 0).toBeLessThanOrEqual(2 * limit);
    },
  );
});
