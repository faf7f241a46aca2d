import { join } from "node:path";
import { readRows } from "./chadwick/csv.js";
import type { SourceRow } from "./chadwick/index.js";

/** The runs that followed one base-out state. */
interface DirectState {
  readonly count: number;
  readonly runs: number;
  readonly scoring: number;
}

/** A run-expectancy table computed from Chadwick's columns alone; its states by bases and outs: `7 0`. */
export interface DirectTable {
  readonly halfInnings: number;
  readonly states: ReadonlyMap<string, DirectState>;
}

/**
 * Computes the table differently from the package: Chadwick's flags mark the first and last plays of half-innings, and its
 * count FATE_RUNS_CT has the runs that followed, so plays are not added up.
 */
export async function directRunExpectancy(folder: string, file: string): Promise<DirectTable> {
  const totals = new Map<string, { count: number; runs: number; scored: number }>();
  let halfInnings = 0;
  for await (const events of gamesOf(join(folder, file))) {
    const innings = scheduledInnings(events);
    for (const half of halvesOf(events).filter((each) => isCounted(each, innings))) {
      halfInnings += 1;
      for (const event of half.filter(moves)) {
        const state = `${event.number("START_BASES_CD")} ${event.number("OUTS_CT")}`;
        const runs = event.number("EVENT_RUNS_CT") + event.number("FATE_RUNS_CT");
        const total = totals.get(state) ?? { count: 0, runs: 0, scored: 0 };
        totals.set(state, {
          count: total.count + 1,
          runs: total.runs + runs,
          scored: total.scored + Number(runs > 0),
        });
      }
    }
  }
  const states = [...totals].map(
    ([state, { count, runs, scored }]) =>
      [state, { count, runs: runs / count, scoring: scored / count }] as const,
  );
  return { halfInnings, states: new Map(states) };
}

async function* gamesOf(path: string): AsyncGenerator<SourceRow[]> {
  let game: SourceRow[] = [];
  for await (const row of readRows(path)) {
    if (row.flag("GAME_NEW_FL") && game.length > 0) {
      yield game;
      game = [];
    }
    game.push(row);
  }
  if (game.length > 0) yield game;
}

function halvesOf(events: readonly SourceRow[]): SourceRow[][] {
  const halves: SourceRow[][] = [];
  for (const event of events) {
    if (event.flag("INN_NEW_FL")) halves.push([]);
    halves.at(-1)?.push(event);
  }
  return halves;
}

function isCounted(half: readonly SourceRow[], innings: number): boolean {
  const [first, last] = [half[0], half.at(-1)];
  if (first === undefined || last === undefined) return false;
  const isComplete = last.flag("INN_END_FL") && last.number("OUTS_CT") + last.number("EVENT_OUTS_CT") === 3;
  const mayBeCutShort = first.number("BAT_HOME_ID") === 1 && first.number("INN_CT") >= innings;
  return isComplete && !mayBeCutShort && !hasAutomaticRunner(first);
}

const hasAutomaticRunner = (event: SourceRow) => event.flag("RUN2_AUTO_FL");

const moves = (event: SourceRow) =>
  event.number("EVENT_OUTS_CT") > 0 ||
  event.number("EVENT_RUNS_CT") > 0 ||
  event.number("START_BASES_CD") !== event.number("END_BASES_CD");

/** Seven in the doubleheaders of 2020, of which some game was not called one: its eighth inning began with a runner. */
function scheduledInnings(events: readonly SourceRow[]): 7 | 9 {
  const eighth = events.find((event) => event.number("INN_CT") === 8);
  if (eighth !== undefined) return hasAutomaticRunner(eighth) ? 7 : 9;
  const [, date = "", number = ""] = /^...(\d{8})(\d)$/.exec(events[0]?.gameId ?? "") ?? [];
  return date >= "20200801" && date < "20210101" && number !== "0" ? 7 : 9;
}
