import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "../../../src/index.js";
import type { Statement } from "../../../src/statements/statement.js";
import { battingSplits, battingTotals, pitchingTotals } from "../../../src/stats.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const gamesStored = 1_500;
const entriesOfGame = 18;
/** So many people play in each league, so that each has a career of few games. */
const people = 1_350;
const careerGames = ((gamesStored / 2) * entriesOfGame) / people;

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
  // Every other game is of cards. An entry's place in a game moves on from game to game, so that careers are spread.
  await client.query(`
    insert into games (id, league_id, home_team_id, away_team_id, status, season, created_at)
    select md5(n::text)::uuid, case when n % 2 = 0 then 'pd' else 'sba' end, 1, 2, 'completed', (2000 + n % 20)::text,
      timestamptz '2020-01-01 00:00Z' + n * interval '1 hour'
    from generate_series(1, ${gamesStored}) as n`);
  await client.query(`
    insert into lineups (game_id, team_id, card_id, player_id, position, batting_order)
    select games.id, 1 + place / 9, case league_id when 'pd' then person end, case league_id when 'sba' then person end,
      (array['P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF'])[1 + place % 9], 1 + place % 9
    from (select *, row_number() over (partition by league_id order by created_at) as number from games) games,
      generate_series(0, ${entriesOfGame - 1}) as place,
      lateral (select 1 + (number * ${entriesOfGame} + place) % ${people} as person) who`);
  await client.query(`
    insert into plays (game_id, play_number, inning, half, outs_before, batting_order, away_score, home_score, batter_id,
      pitcher_id, pa, ab)
    select game_id, row_number() over (partition by game_id order by id), 1, 'top', 0, batting_order, 0, 0, id,
      min(id) over (partition by game_id), 1, 1
    from lineups where team_id = 2`);
  await client.query("analyze");
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The statement that a function runs, and how PostgreSQL answers it: every step of the plan. */
async function stepsOf(call: (executor: Executor) => Promise<unknown>): Promise<PlanNode[]> {
  const sent: { text: string; values: unknown[] }[] = [];
  await call({
    async execute<Values, Row>(statement: Statement<Values, Row>, values: Values) {
      sent.push({ text: statement.text, values: statement.encode(values) });
      return [];
    },
  });
  const [{ text, values }] = sent as [(typeof sent)[number]];
  const { rows } = await client.query(`explain (analyze, format json) ${text}`, values);
  const steps: PlanNode[] = [];
  const collect = (node: PlanNode) => {
    steps.push(node);
    for (const inner of node.Plans ?? []) collect(inner);
  };
  collect(rows[0]["QUERY PLAN"][0].Plan);
  return steps;
}

const calls: readonly (readonly [string, string, (executor: Executor) => Promise<unknown>])[] = [
  ["batting totals of a player", "lineups_player_idx", (on) => battingTotals(on, { playerId: 7 })],
  ["batting totals of a card", "lineups_card_idx", (on) => battingTotals(on, { cardId: 7 })],
  ["pitching totals of a player", "lineups_player_idx", (on) => pitchingTotals(on, { playerId: 7 })],
  ["pitching totals of a card", "lineups_card_idx", (on) => pitchingTotals(on, { cardId: 7 })],
  ["splits of a player", "lineups_player_idx", (on) => battingSplits(on, { by: "inning", playerId: 7 })],
];

it.each(calls)("%s come from the index %s, and not from every game", async (_, index, call) => {
  const steps = await stepsOf(call);
  expect(steps.map((step) => step["Index Name"])).toContain(index);
  const read = steps.flatMap((step) => {
    const relation = step["Relation Name"];
    // EXPLAIN rounds the rows of a loop: at most half a row of each is lost.
    const rows = (step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0) + 0.5) * step["Actual Loops"];
    return relation === undefined ? [] : [{ relation, rows }];
  });
  const limits: Readonly<Record<string, number>> = { games: 6 * careerGames };
  const ofGame = 4 * entriesOfGame * careerGames;
  expect(read.filter(({ relation, rows }) => rows > (limits[relation] ?? ofGame))).toEqual([]);
});

it("totals of all players read every game: the figures above can fail", async () => {
  const steps = await stepsOf((on) => battingTotals(on));
  const ofGames = steps.filter((step) => step["Relation Name"] === "games");
  expect(Math.max(...ofGames.map((step) => step["Actual Rows"] * step["Actual Loops"]))).toBe(gamesStored);
});
