import { and, eq, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { type PlayValues, plays } from "../models/plays-table.js";
import type { Correction } from "../rules/scoring/earned-runs.js";
import type { Half } from "../rules/vocabulary.js";
import {
  type ExpectedVersion,
  type GameStateValues,
  isAtExpectedVersion,
  newState,
  type StateVersion,
} from "./game-statements.js";
import {
  type Change,
  gameUpdate,
  gameUpdateStep,
  increments,
  isAsRead,
  isUnchanged,
  stamp,
  type UpdatedGame,
} from "./game-update.js";
import { lastPlay } from "./life-cycle-statements.js";
import { isFirstPlace, isNextPlaceOfGame, placeAfter, placeAfterPlay, placeOf } from "./next-place.js";
import { insertedPlay, isNumberFree, playNumber } from "./play-statements.js";
import {
  compile,
  type RunStep,
  type Statement,
  type Steps,
  type ValueGetter,
  withCodec,
} from "./statement.js";
import { insertable, insertValues } from "./statement-columns.js";

const isOfGame = eq(plays.gameId, sql.placeholder("gameId"));
const recordedPlay = () => insertedPlay({ state_hash: sql`${sql.placeholder("stateHash")}::int` });

export interface RecordedRow extends StateVersion {
  readonly id: number;
}

/** A play, the state of the game after it, and the version that the caller expects. */
export interface RecordedValues extends ExpectedVersion {
  readonly play: PlayValues;
  readonly state: GameStateValues;
  /** The hash by which the state is recognized when the play is sent again. */
  readonly stateHash: number;
}

const statePrefix = "state.";
export const recordedState = () => ({ ...newState(statePrefix), stateVersion: increments.stateVersion });

/** The play's place: its number, and inning, half, outs and score when it begins. */
const { inning, half, outsBefore, awayScore, homeScore } = plays;
const given = (name: keyof PlayValues) => sql.placeholder(name);
const place = sql`(${playNumber}, ${given("inning")}::int, ${given("half")}::text, ${given("outsBefore")}::int, ${given("awayScore")}::int, ${given("homeScore")}::int)`;

/** The place after the last play, which `situationAfter` computes too; before the first play, the beginning of the game. */
const isOver = sql`${outsBefore} + ${plays.outsRecorded} >= 3`;
const scoreAfter = (score: typeof awayScore | typeof homeScore, battingHalf: Half) =>
  sql`${score} + case when ${half} = ${sql.raw(`'${battingHalf}'`)} then ${plays.runsScored} else 0 end`;
const isNextPlace = sql`coalesce((select ${place} = (${plays.playNumber} + 1, ${inning} + (${isOver} and ${half} = 'bottom')::int,
    case when (${isOver}) = (${half} = 'top') then 'bottom' else 'top' end,
    case when ${isOver} then 0 else ${outsBefore} + ${plays.outsRecorded} end,
    ${scoreAfter(awayScore, "top")}, ${scoreAfter(homeScore, "bottom")})
  from ${plays} where ${isOfGame} order by ${plays.playNumber} desc limit 1
), ${place} = (1, 1, 'top', 0, 0, 0))`;

const isOn = sql`${games.status} in ('pending', 'active')`;

/** How a play that follows from the last one changes the game. */
const nextPlay = (): Change => ({
  set: recordedState(),
  where: and(isOn, isAtExpectedVersion, isUnchanged, isNextPlace),
});

/** A play that follows from the last one, and the game's new state, in one statement. */
export const recordPlay = recordingStatement<RecordedValues>("recordPlay", nextPlay, {
  whereOfGame: () => isOn,
});

/** What a statement writes besides a play: as a part of the statement, and as steps. */
interface AlsoWritten<Values> {
  part(): SQL;
  steps(run: RunStep, values: Values, game: UpdatedGame): Promise<unknown>;
}

interface GameCondition<Values> {
  /** For a play that must follow from the last one: the other conditions on the game's row, besides the version. */
  readonly whereOfGame?: () => SQL | undefined;
  readonly also?: AlsoWritten<Values>;
}

/** The same, if the game is unchanged since it was read and the play was checked. */
export const recordJudgedPlay = recordingStatement<RecordedValues & { readonly feedVersion: number }>(
  "recordJudgedPlay",
  () => ({ set: recordedState(), where: and(isOn, isAtExpectedVersion, isAsRead, isNextPlace) }),
  { whereOfGame: () => and(isOn, isAsRead) },
);

/**
 * A statement that changes a game on a condition, and then records a play. Its other values, for the change, are given by their
 * names.
 */
function recordingStatement<Values extends RecordedValues>(
  name: string,
  change: () => Change,
  { whereOfGame, also }: GameCondition<Values> = {},
): Statement<Values, RecordedRow> {
  const count = gameStep<Values>(name, change, whereOfGame);
  const steps: Steps<Values, RecordedRow> = async (run, values, runLast = run) => {
    const game = await count(run, values);
    if (game === undefined) return [];
    const { stateHash } = values;
    await also?.steps(run, values, game);
    const play = { ...values.play, stateHash, feedVersion: game.feedVersion };
    const [written] = await runLast(insertRecorded, play);
    return [{ id: (written as { id: number }).id, stateVersion: game.stateVersion }];
  };
  const parts = () => {
    const game = gameUpdate(change());
    return also === undefined ? game : sql`${game}, ${also.part()}`;
  };
  return writingStatement(name, parts, recordedPlay, steps);
}

/** The state after most plays has only inning and score. This UPDATE is shorter, because a worker parses and plans each one. */
const isOfScore = ({ state, expectedVersion }: RecordedValues) =>
  [state.status, state.winnerTeamId, state.startedAt, state.completedAt, expectedVersion].every(
    (value) => value === null,
  );

/** The UPDATE of the game as a step. The one that reads only the game's row is tried first, where it may apply. */
function gameStep<Values extends RecordedValues>(
  name: string,
  change: () => Change,
  whereOfGame: (() => SQL | undefined) | undefined,
) {
  const step = (stepName: string, made: () => Change) =>
    gameUpdateStep<Values>(stepName, made, playValueGetter);
  if (whereOfGame === undefined) {
    const count = step(name, change);
    return async (run: RunStep, values: Values) => (await run(count, values))[0];
  }
  const where = () => and(whereOfGame(), isNextPlaceOfGame());
  const byGame = step(`${name} next`, () => ({
    set: { ...change().set, ...placeAfterPlay() },
    where: and(where(), isAtExpectedVersion),
  }));
  const byGameOfScore = step(`${name} next score`, () => {
    const { inning, half, homeScore, awayScore, stateVersion } = recordedState();
    return {
      set: { ...{ inning, half, homeScore, awayScore, stateVersion }, ...placeAfterPlay() },
      where: where(),
    };
  });
  const byPlays = step(name, () => {
    const made = change();
    return { ...made, set: { ...made.set, ...placeAfterPlay() } };
  });
  return async (run: RunStep, values: Values) => {
    const next = isOfScore(values) ? byGameOfScore : byGame;
    const [game] = isFirstPlace(values.play) ? [] : await run(next, values);
    return game ?? (await run(byPlays, values))[0];
  };
}

const hidden = { feedVersion: plays.feedVersion, stateHash: plays.stateHash };
const insertRecorded: Statement<
  PlayValues & { readonly feedVersion: number; readonly stateHash: number },
  { id: number }
> = compile({
  name: "recordPlay play",
  access: "write",
  query: () => sql<{ id: number }>`${insertValues(plays, { ...insertable.play, ...hidden })} returning id`,
  fields: { id: plays.id },
});

/** A statement that inserts a play into the game that its first part returns. */
export function writingStatement<Values extends RecordedValues>(
  name: string,
  game: () => SQL,
  written: () => SQL,
  steps?: Steps<Values, RecordedRow>,
): Statement<Values, RecordedRow> {
  return compile<Values, RecordedRow>({
    name,
    access: "write",
    steps: steps as Steps<never, RecordedRow> | undefined,
    query: () => sql<RecordedRow>`with ${game()}, written as (${written()} returning ${plays.id})
select written.id, game.state_version from written, game`,
    fields: { id: plays.id, stateVersion: games.stateVersion },
    valueGetterOf: playValueGetter,
  });
}

/** The placeholders of the state have a prefix, those of the play have the column's name, and the others have names of values. */
function playValueGetter(placeholder: string): ValueGetter {
  if (placeholder.startsWith(statePrefix)) {
    const field = placeholder.slice(statePrefix.length);
    return ({ state }) => (state as Readonly<Record<string, unknown>>)[field];
  }
  if (placeholder === "place") return ({ play }) => placeOf(play as PlayValues);
  if (placeholder === "placeAfter") return ({ play }) => placeAfter(play as PlayValues);
  if (placeholder in insertable.play) {
    return ({ play }) => (play as Readonly<Record<string, unknown>>)[placeholder];
  }
  return (values) => values[placeholder];
}

/** A play, and corrections of earlier plays of its half-inning whose runs it makes earned. */
export interface CorrectingValues extends RecordedValues {
  readonly corrections: readonly Correction[];
}

const corrected = () => sql`corrected as (
  update ${plays} set earned_runs = correction.earned_runs, earned_run_code = correction.earned_run_code,
    team_unearned_runs = correction.team_unearned_runs, feed_version = ${stamp}
  from game, json_to_recordset(${sql.placeholder("corrections")}::json)
    as correction (play_number int, earned_runs int, earned_run_code int, team_unearned_runs int)
  where ${isOfGame} and ${plays.playNumber} = correction.play_number
  returning ${plays.id}
)`;

const correct: Statement<
  Correction & { readonly gameId: string; readonly feedVersion: number },
  { id: number }
> = compile({
  name: "recordPlay correction",
  access: "write",
  query: () => sql<{
    id: number;
  }>`update ${plays} set earned_runs = ${sql.placeholder("earnedRuns")}::smallint,
  earned_run_code = ${sql.placeholder("earnedRunCode")}::smallint,
  team_unearned_runs = ${sql.placeholder("teamUnearnedRuns")}::smallint,
  feed_version = ${sql.placeholder("feedVersion")}::int
where ${isOfGame} and ${plays.playNumber} = ${sql.placeholder("playNumber")}::int returning ${plays.id}`,
  fields: { id: plays.id },
});

const correctingRow = recordingStatement<CorrectingValues>("recordPlayWithCorrections", nextPlay, {
  whereOfGame: () => isOn,
  also: {
    part: corrected,
    steps: (run, { corrections }, { id: gameId, feedVersion }) =>
      Promise.all(corrections.map((correction) => run(correct, { ...correction, gameId, feedVersion }))),
  },
});

/** As `recordPlay`, with corrections of earlier plays. */
export const recordPlayWithCorrections: Statement<CorrectingValues, { id: number; stateVersion: number }> =
  withCodec(correctingRow, {
    encode: ({ corrections, ...values }) => {
      const rows = corrections.map(({ playNumber, earnedRuns, earnedRunCode, teamUnearnedRuns }) => ({
        play_number: playNumber,
        earned_runs: earnedRuns,
        earned_run_code: earnedRunCode,
        team_unearned_runs: teamUnearnedRuns,
      }));
      return correctingRow.encode({ ...values, corrections: JSON.stringify(rows) as never });
    },
  });

/** What a caller expects of a game in which a play need not follow from the one before it. */
export interface OutOfSequenceValues extends RecordedValues {
  /** Null for any. */
  readonly expectedLastPlay: number | null;
}

/** The game's row keeps its state if a later play is stored already. */
const newestState = () =>
  Object.fromEntries(
    Object.entries(newState(statePrefix)).map(([field, value]) => [
      field,
      sql`case when ${playNumber} > played.last then ${value} else ${games[field as keyof typeof games.$inferSelect]} end`,
    ]),
  );

/** As `recordPlay`, for any previous play and any status of the game. */
export const recordPlayOutOfSequence = recordingStatement<OutOfSequenceValues>(
  "recordPlayOutOfSequence",
  () => ({
    set: { ...newestState(), stateVersion: increments.stateVersion },
    from: sql`(select ${lastPlay} as last) played`,
    where: and(
      isAtExpectedVersion,
      isUnchanged,
      isNumberFree,
      sql`coalesce(${sql.placeholder("expectedLastPlay")}::int = played.last, true)`,
    ),
  }),
);
