import { expect, test } from "vitest";
import { DatabaseOperations, migrate, migrateDown } from "../../../src/index.js";
import { stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { tellingPlays } from "../../support/telling-plays.js";

const at = onServer();
const beforeScoring = "005_index_games_for_lists";

/** Every row of the tables that scoring added columns to, as JSON without what is in them by default. */
async function rows(): Promise<Record<string, unknown>[]> {
  const answers = await Promise.all(
    ["games", "lineups", "plays"].map((table) =>
      queryAlone(at().database, `select to_jsonb(t) as row from ${table} t order by t`),
    ),
  );
  return answers.flat().map(({ row }) => row as Record<string, unknown>);
}

const added = {
  ...{ season: null, decision: null, responsible_batter_id: null, responsible_pitcher_id: null },
  ...{ on_first_pitcher_id: null, on_second_pitcher_id: null, on_third_pitcher_id: null },
  ...{ stolen_base_code: null, caught_stealing_code: null, earned_run_code: null, team_unearned_runs: 0 },
  ...{
    putout_positions: null,
    assist_positions: null,
    error_positions: null,
    double_play: 0,
    triple_play: 0,
  },
};

test("games of before scoring had its columns stay as they were, and have the columns empty", async () => {
  const { database } = at();
  const operations = new DatabaseOperations(database);
  const game = await stageGame(database);
  for (const play of tellingPlays(game)) await operations.savePlay(play);
  await operations.setDecisions(game.gameId, { win: game.pitcherId });

  await migrateDown(database, { to: beforeScoring });
  const before = await rows();
  expect(before).toHaveLength(1 + 8 + 11);
  for (const row of before) for (const column of Object.keys(added)) expect(row).not.toHaveProperty(column);

  await migrate(database);
  const after = await rows();
  expect(after).toEqual(
    before.map((row) => {
      const table = "pitcher_id" in row ? "plays" : "position" in row ? "lineups" : "games";
      const columns = Object.entries(added).filter(([column]) => tableOf(column) === table);
      return { ...row, ...Object.fromEntries(columns) };
    }),
  );
  const [stored] = await operations.getPlays(game.gameId);
  expect(stored).toMatchObject({ earnedRuns: 3, earnedRunCode: null, teamUnearnedRuns: 0 });
});

function tableOf(column: string): string {
  if (column === "season") return "games";
  return column === "decision" ? "lineups" : "plays";
}
