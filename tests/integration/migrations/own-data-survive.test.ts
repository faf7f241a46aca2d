import { expect, test } from "vitest";
import { DatabaseOperations } from "../../../src/index.js";
import { migrate, migrateDown } from "../../../src/migrations.js";
import { stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { tellingPlays } from "../../support/telling-plays.js";

const at = onServer();
const beforeScoring = "005_index_games_for_lists";

/** Every row of the tables that columns were added to since, as JSON. */
async function rows(): Promise<Record<string, unknown>[]> {
  const answers = await Promise.all(
    ["games", "lineups", "plays"].map((table) =>
      queryAlone(at().database, `select to_jsonb(t) as row from ${table} t order by t`),
    ),
  );
  return answers.flat().map(({ row }) => row as Record<string, unknown>);
}

const ofScoring = ["season", "decision", "responsible_batter_id", "earned_run_code", "double_play"];

test("games from before the scoring columns existed stay unchanged, with empty columns", async () => {
  const { database } = at();
  const operations = new DatabaseOperations(database);
  const game = await stageGame(database);
  for (const play of tellingPlays(game)) await operations.savePlay(play);
  await operations.setDecisions(game.gameId, { win: game.pitcherId });

  await migrateDown(database, { to: beforeScoring });
  const before = await rows();
  expect(before).toHaveLength(1 + 8 + 11);
  for (const row of before) for (const column of ofScoring) expect(row).not.toHaveProperty(column);

  await migrate(database);
  const after = await rows();
  const isOfBefore = after.map((row, index) =>
    Object.entries(row).map(([column, value]) => [column, value, column in Object(before[index])] as const),
  );
  const kept = isOfBefore.map((row) =>
    row.filter(([, , isOld]) => isOld).map(([column, value]) => [column, value]),
  );
  expect(kept.map((row) => Object.fromEntries(row))).toEqual(before);
  const added = isOfBefore.flatMap((row) => row.filter(([, , isOld]) => !isOld));
  expect(added.map(([column]) => column)).toEqual(expect.arrayContaining(ofScoring));
  expect(added.filter(([, value]) => value !== null && value !== 0)).toEqual([]);
  const [stored] = await operations.getPlays(game.gameId);
  expect(stored).toMatchObject({ earnedRuns: 3, earnedRunCode: null, teamUnearnedRuns: 0 });
});
