import { eq, sql } from "drizzle-orm";
import { plays } from "../models/plays/index.js";
import type { Correction } from "../rules/scoring/earned-runs.js";
import { stamp } from "./counted-game.js";
import { nextPlay, type RecordedValues, recordingStatement } from "./plays.js";
import { adapted, compile, type Statement } from "./statement.js";

/** A play, and earlier plays of its half-inning whose runs count otherwise since it. */
export interface CorrectingValues extends RecordedValues {
  readonly corrections: readonly Correction[];
}

const ofGame = eq(plays.gameId, sql.placeholder("gameId"));

const corrected = sql`corrected as (
  update ${plays} set earned_runs = correction.earned_runs, earned_run_code = correction.earned_run_code,
    team_unearned_runs = correction.team_unearned_runs, feed_version = ${stamp}
  from game, json_to_recordset(${sql.placeholder("corrections")}::json)
    as correction (play_number int, earned_runs int, earned_run_code int, team_unearned_runs int)
  where ${ofGame} and ${plays.playNumber} = correction.play_number
  returning ${plays.id}
)`;

const correct: Statement<
  Correction & { readonly gameId: string; readonly feedVersion: number },
  { id: number }
> = compile({
  name: "recordPlay correction",
  access: "write",
  query: sql<{ id: number }>`update ${plays} set earned_runs = ${sql.placeholder("earnedRuns")}::smallint,
  earned_run_code = ${sql.placeholder("earnedRunCode")}::smallint,
  team_unearned_runs = ${sql.placeholder("teamUnearnedRuns")}::smallint,
  feed_version = ${sql.placeholder("feedVersion")}::int
where ${ofGame} and ${plays.playNumber} = ${sql.placeholder("playNumber")}::int returning ${plays.id}`,
  fields: { id: plays.id },
});

const row = recordingStatement<CorrectingValues>("recordPlayWithCorrections", nextPlay, {
  part: corrected,
  steps: (run, { corrections }, { id: gameId, feedVersion }) =>
    Promise.all(corrections.map((correction) => run(correct, { ...correction, gameId, feedVersion }))),
});

/** As `recordPlay`, with corrections of earlier plays. */
export const recordPlayWithCorrections: Statement<CorrectingValues, { id: number; stateVersion: number }> =
  adapted(row, {
    encode: ({ corrections, ...values }) => {
      const rows = corrections.map(({ playNumber, earnedRuns, earnedRunCode, teamUnearnedRuns }) => ({
        play_number: playNumber,
        earned_runs: earnedRuns,
        earned_run_code: earnedRunCode,
        team_unearned_runs: teamUnearnedRuns,
      }));
      return row.encode({ ...values, corrections: JSON.stringify(rows) as never });
    },
  });
