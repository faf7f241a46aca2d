import { isDeepStrictEqual } from "node:util";
import { type Column, getTableColumns } from "drizzle-orm";
import { games } from "../../models/games-table.js";
import { lineups } from "../../models/lineups-table.js";
import { plays } from "../../models/plays-table.js";
import { rosterLinks } from "../../models/roster-links-table.js";
import type { GameFile } from "./game-file.js";

/**
 * The JSON text of a game file, with one line for each entry and each play, so that two files can be compared line by line. Defaults
 * (null, counts of 0) are left out.
 */
export function writeGameFile(file: GameFile): string {
  const list = (table: Parameters<typeof getTableColumns>[0], rows: readonly object[]) =>
    rows.map((row) => `\n    ${JSON.stringify(withoutDefaults(getTableColumns(table), row))}`).join(",");
  return `{
  "format": ${JSON.stringify(file.format)},
  "version": ${file.version},
  "game": ${JSON.stringify(withoutDefaults(getTableColumns(games), file.game), null, 2).replaceAll("\n", "\n  ")},
  "roster": [${list(rosterLinks, file.roster)}
  ],
  "lineups": [${list(lineups, file.lineups)}
  ],
  "plays": [${list(plays, file.plays)}
  ]
}
`;
}

/** A row's fields in the order of its table, so that the same row always gives the same text. */
function withoutDefaults(columns: Record<string, Column>, row: object): object {
  const values = row as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(columns)
      .filter(([field, column]) => field in values && !isDefault(column, values[field]))
      .map(([field]) => [field, inStoredOrder(values[field])]),
  );
}

function isDefault(column: Column, value: unknown): boolean {
  if (value === null) return !column.notNull;
  return column.hasDefault && isDeepStrictEqual(value, column.default);
}

/** `jsonb` sorts an object's keys by length and then by letters; they are written in the order in which they come back. */
function inStoredOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inStoredOrder);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(([key, item]) => ({ bytes: Buffer.from(key), key, item }));
  entries.sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes));
  return Object.fromEntries(entries.map(({ key, item }) => [key, inStoredOrder(item)]));
}
