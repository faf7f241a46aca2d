import { type Column, type SQL, sql } from "drizzle-orm";
import type { NewEntry } from "../models/lineup-rules/index.js";
import { type LineupEntry, lineups } from "../models/lineups.js";
import { insertable, lineupColumns } from "./columns.js";
import { type CountedGame, stamp } from "./counted-game.js";
import type { StateVersion } from "./games.js";
import { insertValues } from "./insert-from.js";
import { compile, type RunStep, type Statement } from "./statement.js";
import { textRows, textRowsReader } from "./text-rows.js";

/** Entries that come in, in this order, in a game as it was read. */
export interface EnteringValues {
  readonly gameId: string;
  readonly feedVersion: number;
  readonly entering: readonly NewEntry[];
}

export interface EnteredRow extends StateVersion {
  readonly entered: string;
}

const { gameId: _gameId, ...entryColumns } = insertable.lineup;
const named: [name: string, column: Column][] = Object.entries(entryColumns);
const list = (part: (named: [string, Column]) => ReturnType<typeof sql>) =>
  sql.join(named.map(part), sql`, `);

export const allColumns = sql.join(Object.values(lineupColumns), sql`, `);

/** Inserts the entries of `entering` in their order, if the part `game` gives a row and a condition holds. */
export const enteredIf = (condition: SQL = sql`true`) => sql`entered as (
  insert into ${lineups} (game_id, feed_version, ${list(([, column]) => sql`${sql.identifier(column.name)}`)})
  select game.id, ${stamp}, ${list(([name]) => sql`entry.${sql.identifier(name)}`)}
  from game, rows from (json_to_recordset(${sql.placeholder("entering")}::json) as (
    ${list(([name, column]) => sql`${sql.identifier(name)} ${sql.raw(column.getSQLType())}`)}
  )) with ordinality as entry
  where ${condition}
  order by entry.ordinality
  returning ${allColumns}
)`;

/** The rows of a part that gives entries, as one value. */
export const entriesOf = (part: string) =>
  sql<string>`(select ${textRows(lineupColumns, lineups.id)} from ${sql.identifier(part)} as ${lineups})`;

export const readEntries = textRowsReader<LineupEntry>(lineupColumns);

const entryValues = { ...insertable.lineup, feedVersion: lineups.feedVersion };
const insertEntry: Statement<object, LineupEntry> = compile({
  name: "lineup entry",
  access: "write",
  query: sql<LineupEntry>`${insertValues(lineups, entryValues)} returning ${allColumns}`,
  fields: lineupColumns,
});

/** Inserts entries one by one, in their order, in a game that was counted: a step of several statements. */
export async function enterAll(
  run: RunStep,
  { id: gameId, feedVersion }: CountedGame,
  entering: readonly NewEntry[],
): Promise<LineupEntry[]> {
  const entered = entering.map((entry) => run(insertEntry, { ...entry, gameId, feedVersion }));
  return (await Promise.all(entered)).flat();
}
