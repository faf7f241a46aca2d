import type { BattingColumn } from "../../stats/batting-totals.js";
import type { TotalsOwner } from "../../stats/line-totals.js";
import type { PitchingColumn } from "../../stats/pitching-totals.js";
import { textTable } from "../terminal-text.js";

/** A column of a printed table. */
export interface StatsColumn<Field extends string> {
  /** `AVG`, as in box scores. */
  readonly head: string;
  readonly field: Field;
  /** `.312` for a share, with this many digits and no zero before the point; `3.45` for a rate; a count if it is left out. */
  readonly form?: "share" | "rate";
  /** Columns with higher numbers are left out first if the terminal is too narrow; 0 always stays. */
  readonly rank: number;
}

export const battingTable: readonly StatsColumn<BattingColumn>[] = [
  { head: "G", field: "games", rank: 1 },
  { head: "PA", field: "pa", rank: 2 },
  { head: "AB", field: "ab", rank: 1 },
  { head: "R", field: "run", rank: 1 },
  { head: "H", field: "hit", rank: 1 },
  { head: "2B", field: "double", rank: 2 },
  { head: "3B", field: "triple", rank: 2 },
  { head: "HR", field: "homerun", rank: 1 },
  { head: "RBI", field: "rbi", rank: 1 },
  { head: "BB", field: "bb", rank: 2 },
  { head: "IBB", field: "ibb", rank: 6 },
  { head: "SO", field: "so", rank: 2 },
  { head: "HBP", field: "hbp", rank: 5 },
  { head: "SH", field: "sacBunt", rank: 6 },
  { head: "SF", field: "sacFly", rank: 6 },
  { head: "SB", field: "sb", rank: 3 },
  { head: "CS", field: "cs", rank: 5 },
  { head: "GDP", field: "gidp", rank: 6 },
  { head: "TB", field: "totalBases", rank: 7 },
  { head: "AVG", field: "average", form: "share", rank: 0 },
  { head: "OBP", field: "onBase", form: "share", rank: 1 },
  { head: "SLG", field: "slugging", form: "share", rank: 1 },
  { head: "OPS", field: "onBasePlusSlugging", form: "share", rank: 0 },
  { head: "ISO", field: "isolatedPower", form: "share", rank: 4 },
  { head: "BABIP", field: "babip", form: "share", rank: 5 },
  { head: "WOBA", field: "woba", form: "share", rank: 3 },
];

export const pitchingTable: readonly StatsColumn<PitchingColumn>[] = [
  { head: "G", field: "games", rank: 1 },
  { head: "GS", field: "start", rank: 1 },
  { head: "GF", field: "finish", rank: 6 },
  { head: "CG", field: "completeGame", rank: 5 },
  { head: "SHO", field: "shutout", rank: 6 },
  { head: "W", field: "win", rank: 0 },
  { head: "L", field: "loss", rank: 0 },
  { head: "SV", field: "save", rank: 1 },
  { head: "OUT", field: "outsRecorded", rank: 8 },
  { head: "BF", field: "pa", rank: 4 },
  { head: "H", field: "hit", rank: 1 },
  { head: "R", field: "run", rank: 2 },
  { head: "ER", field: "earnedRun", rank: 1 },
  { head: "HR", field: "homerun", rank: 1 },
  { head: "BB", field: "bb", rank: 1 },
  { head: "IBB", field: "ibb", rank: 7 },
  { head: "SO", field: "so", rank: 1 },
  { head: "HBP", field: "hbp", rank: 5 },
  { head: "WP", field: "wildPitch", rank: 6 },
  { head: "BK", field: "balk", rank: 7 },
  { head: "ERA", field: "earnedRunAverage", form: "rate", rank: 0 },
  { head: "WHIP", field: "walksAndHitsPerInning", form: "rate", rank: 1 },
  { head: "K/9", field: "soPerNine", form: "rate", rank: 2 },
  { head: "BB/9", field: "bbPerNine", form: "rate", rank: 3 },
  { head: "HR/9", field: "homerunPerNine", form: "rate", rank: 5 },
  { head: "BABIP", field: "babip", form: "share", rank: 5 },
  { head: "FIP", field: "fieldingIndependent", form: "rate", rank: 2 },
];

/** The name of a column on the command line: its head in lower case, such as `avg` or `k/9`. */
export const nameOfColumn = ({ head }: { head: string }) => head.toLowerCase();

const missing = "-";

/** Formats a value for printing. */
function valueText<Field extends string>(
  { field, form }: StatsColumn<Field>,
  row: Readonly<Record<Field, number | null>>,
): string {
  const value = row[field];
  if (value === null) return missing;
  if (form === undefined) return String(value);
  return form === "rate" ? value.toFixed(2) : value.toFixed(3).replace(/^0/, "");
}

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
