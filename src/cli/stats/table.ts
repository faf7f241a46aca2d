import type { TotalsOwner } from "../../stats/line-totals.js";
import { textTable } from "../text-table.js";
import { type StatsColumn, valueText } from "./columns.js";

/** A row to print: the player or team, and the numbers; `inningsPitched` is text. */
export type StatsRow<Field extends string> = TotalsOwner & Readonly<Record<Field, number | null>>;

export interface TableOptions {
  /** Characters in a line; less important columns are left out until the table fits. */
  readonly width: number;
  /** A further column of text after the team: `IP`. */
  readonly text?: { readonly head: string; readonly of: (row: TotalsOwner) => string };
}

/** Formats totals as the lines of a table that fits into this many characters. */
export function statsTable<Field extends string>(
  rows: readonly StatsRow<Field>[],
  columns: readonly StatsColumn<Field>[],
  options: TableOptions,
): string[] {
  const ranks = [...new Set(columns.map(({ rank }) => rank))].toSorted((one, other) => other - one);
  const tables = ranks.map((highest) =>
    tableOf(
      rows,
      columns.filter(({ rank }) => rank <= highest),
      options,
    ),
  );
  const fits = (table: readonly string[]) => table.every((line) => line.length <= options.width);
  return tables.find(fits) ?? tables.at(-1) ?? [];
}

function tableOf<Field extends string>(
  rows: readonly StatsRow<Field>[],
  columns: readonly StatsColumn<Field>[],
  { text }: TableOptions,
): string[] {
  const further = text === undefined ? [] : [text];
  return textTable(
    ["", "Team", ...further.map(({ head }) => head), ...columns.map(({ head }) => head)],
    rows.map((row) => [
      ownerText(row),
      teamText(row),
      ...further.map(({ of }) => of(row)),
      ...columns.map((column) => valueText(column, row)),
    ]),
    { labels: 2 },
  );
}

/** A player's name; empty in a table of teams. */
function ownerText({ playerName, cardId, playerId }: TotalsOwner): string {
  const number = cardId ?? playerId;
  return playerName ?? (number === null ? "" : `Nr. ${number}`);
}

/** A team's name; empty for a player with several teams. */
function teamText({ teamName, teamId }: TotalsOwner): string {
  return teamName ?? (teamId === null ? "" : `Team ${teamId}`);
}
