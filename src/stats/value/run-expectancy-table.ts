import type { Executor } from "../../session/executor.js";
import { checkSelection, type GameSelection } from "../game-selection.js";
import { type BaseOut, baseOuts, ofState } from "./base-out.js";
import { type RunCount, runCounts } from "./run-counts.js";

/** The runs that followed one of the 24 base-out states, to the end of the half-inning. */
export interface BaseOutState extends BaseOut {
  /** How often the state occurred. */
  readonly count: number;
  /** The mean number of runs that followed; null if the state never occurred. */
  readonly runs: number | null;
  /** The share of cases in which at least one run followed, from 0 to 1; null if the state never occurred. */
  readonly scoring: number | null;
  /** How often 0, 1, 2 … runs followed. */
  readonly frequencies: readonly number[];
}

/** A run-expectancy table, and the number of games and half-innings that it was computed from. */
export interface RunExpectancy {
  /** The games that the table was computed from. */
  readonly games: number;
  /** The half-innings that were counted. */
  readonly halfInnings: number;
  /** All 24 states, beginning with empty bases and no outs; the outs change fastest. */
  readonly states: readonly BaseOutState[];
}

/**
 * Computes the run-expectancy table of a set of completed games: for each of the 24 base-out states, the mean number of runs from
 * that state to the end of the half-inning (Lindsey 1963; Tango, Lichtman and Dolphin, *The Book*, 2007, chapter 1).
 *
 * Only half-innings with three outs count. Bottom halves from the last scheduled inning on are left out, because they end as soon
 * as the home team leads, and so are half-innings that begin with an automatic runner. A play without an advance, a run or an out
 * is not counted. `docs/run-values.md` gives the reasons and sources.
 *
 * @example
 * ```ts
 * const table = await runExpectancy(database, { season: "2020" });
 * const loaded = runExpectancyOf(table, { bases: 7, outs: 0 }); // bases loaded, nobody out
 * console.log(loaded.runs, loaded.scoring);
 * ```
 * @throws {ValidationError} if the selection is invalid; each field is named
 */
export async function runExpectancy(
  executor: Executor,
  selection: GameSelection = {},
): Promise<RunExpectancy> {
  const values = checkSelection("runExpectancy", selection);
  const rows = await executor.execute(runCounts(values), values);
  const { games = 0, halfInnings = 0 } = rows[0] ?? {};
  return { games, halfInnings, states: baseOuts.map((state) => stateOf(state, rows)) };
}

/**
 * Returns one state of a table.
 *
 * @throws {ValidationError} if the state does not exist
 */
export function runExpectancyOf(table: RunExpectancy, state: BaseOut): BaseOutState {
  return ofState(table.states, state);
}

function stateOf(state: BaseOut, rows: readonly RunCount[]): BaseOutState {
  const seen = rows.filter(({ bases, outs }) => bases === state.bases && outs === state.outs);
  const most = Math.max(-1, ...seen.map(({ runs }) => runs));
  const frequencies = Array.from({ length: most + 1 }, () => 0);
  for (const { runs, count } of seen) frequencies[runs] = count;
  const count = seen.reduce((total, row) => total + row.count, 0);
  const runs = seen.reduce((total, row) => total + row.runs * row.count, 0);
  return {
    ...state,
    count,
    runs: count === 0 ? null : runs / count,
    scoring: count === 0 ? null : 1 - (frequencies[0] ?? 0) / count,
    frequencies,
  };
}
