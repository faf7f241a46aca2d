import type { Executor } from "../../session/executor.js";
import { checkSelection, type GameSelection } from "../game-selection.js";
import { type BaseOut, baseOuts, ofState } from "./base-out.js";
import { type RunCount, runCounts } from "./run-counts.js";

/** What followed one of the 24 base-out states, until the end of the half-inning. */
export interface BaseOutState extends BaseOut {
  /** How often the state came up. */
  readonly count: number;
  /** Mean number of runs that followed; null for a state that never came up. */
  readonly runs: number | null;
  /** How often at least one run followed, from 0 to 1; null for a state that never came up. */
  readonly scoring: number | null;
  /** How often exactly so many runs followed, from none. */
  readonly frequencies: readonly number[];
}

/** A run-expectancy table, with what it was computed from. */
export interface RunExpectancy {
  /** Games from which the table was computed. */
  readonly games: number;
  /** Half-innings that were counted. */
  readonly halfInnings: number;
  /** All 24 states, from empty bases and nobody out; the outs change fastest. */
  readonly states: readonly BaseOutState[];
}

/**
 * The run-expectancy table of a set of completed games: for each of the 24 states of bases and outs, how many runs
 * were scored from that moment to the end of the half-inning, on average (Lindsey 1963; Tango, Lichtman and Dolphin,
 * *The Book*, 2007, chapter 1).
 *
 * A half-inning counts when it came to three outs. The home halves of the last scheduled inning and of those after it
 * are left out, because they end as soon as the home team leads; so are half-innings that began with an automatic
 * runner. A play that moved nobody, scored nobody and made no out is no moment of its own. `docs/run-values.md` has
 * the reasons and the sources.
 *
 * @example
 * ```ts
 * const table = await runExpectancy(database, { season: "2020" });
 * const loaded = runExpectancyOf(table, { bases: 7, outs: 0 }); // bases loaded, nobody out
 * console.log(loaded.runs, loaded.scoring);
 * ```
 * @throws {ValidationError} naming what is wrong with the selection
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
 * What a table says of one state.
 *
 * @throws {ValidationError} for a state that there is not
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
