import { isDeepStrictEqual } from "node:util";
import type { Column } from "drizzle-orm";
import { getTableColumns } from "drizzle-orm";
import { games } from "../../models/games.js";
import { lineups } from "../../models/lineups.js";
import { plays } from "../../models/plays/index.js";
import { rosterLinks } from "../../models/roster-links.js";
import type { GameFile } from "./types.js";

/**
 * The JSON text of a game file: one line for each entry and each play, so that two files compare line by line.
 * What reading fills in by itself (nulls, counts of 0) is left out.
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

function withoutDefaults(columns: Record<string, Column>, row: object): object {
  return Object.fromEntries(
    Object.entries(row).filter(([field, value]) => {
      const column = columns[field];
      if (column === undefined) return true;
      if (value === null) return column.notNull;
      return !(column.hasDefault && isDeepStrictEqual(value, column.default));
    }),
  );
}
