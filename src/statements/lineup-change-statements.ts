import { and, type Column, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import type { NewEntry } from "../rules/lineups/lineup-entries.js";
import { type CountedGame, countedGame, countGame, counts, isAsRead, stamp } from "./counted-game.js";
import type { StateVersion } from "./game-statements.js";
import { compile, type RunStep, type Statement, withCodec } from "./statement.js";
import { insertable, insertValues, lineupColumns } from "./statement-columns.js";
import { textRows, textRowsReader } from "./text-rows.js";

/** Entries to insert, in this order, in a game as it was read. */
export interface EnteringValues {
  readonly gameId: string;
  readonly feedVersion: number;
  readonly entering: readonly NewEntry[];
}

interface EnteredRow extends StateVersion {
  readonly entered: string;
}

const { gameId: _gameId, ...entryColumns } = insertable.lineup;
const named: [name: string, column: Column][] = Object.entries(entryColumns);
const list = (part: (named: [string, Column]) => ReturnType<typeof sql>) =>
  sql.join(named.map(part), sql`, `);

export const allColumns = sql.join(Object.values(lineupColumns), sql`, `);

/** Inserts the entries of `entering` in their order, if the part `game` gives a row and a condition holds. */
const enteredIf = (condition: SQL = sql`true`) => sql`entered as (
  insert into ${lineups} (game_id, feed_version, ${list(([, column]) => sql`${sql.identifier(column.name)}`)})
  select game.id, ${stamp}, ${list(([name]) => sql`entry.${sql.identifier(name)}`)}
  from game, rows from (json_to_recordset(${sql.placeholder("entering")}::json) as (
    ${list(([name, column]) => sql`${sql.identifier(name)} ${sql.raw(column.getSQLType())}`)}
  )) with ordinality as entry
  where ${condition}
  order by entry.ordinality
  returning ${allColumns}
)`;

/** The entries that a part of the statement returns, as one value. */
export const entriesOf = (part: string) =>
  sql<string>`(select ${textRows(lineupColumns, lineups.id)} from ${sql.identifier(part)} as ${lineups})`;

export const readEntries = textRowsReader<LineupEntry>(lineupColumns);

const entryValues = { ...insertable.lineup, feedVersion: lineups.feedVersion };
const insertEntry: Statement<object, LineupEntry> = compile({
  name: "lineup entry",
  access: "write",
  query: () => sql<LineupEntry>`${insertValues(lineups, entryValues)} returning ${allColumns}`,
  fields: lineupColumns,
});

/** Inserts entries one by one, in their order, in a game that was counted: a step of several statements. */
async function enterAll(
  run: RunStep,
  { id: gameId, feedVersion }: CountedGame,
  entering: readonly NewEntry[],
): Promise<LineupEntry[]> {
  const entered = entering.map((entry) => run(insertEntry, { ...entry, gameId, feedVersion }));
  return (await Promise.all(entered)).flat();
}

export interface StoredLineup extends StateVersion {
  readonly entries: LineupEntry[];
}

const startFields = { stateVersion: games.stateVersion, entered: entriesOf("entered") };

const start = () => ({ set: { stateVersion: counts.stateVersion }, where: isAsRead });
const countStart = countGame<EnteringValues>("setStartingLineup", start);

const startRow: Statement<object, EnteredRow> = compile({
  name: "setStartingLineup",
  access: "write",
  query: () => sql<EnteredRow>`with ${countedGame(start())}, ${enteredIf()}
select game.state_version, ${startFields.entered} as entered from game`,
  fields: startFields,
});

/** No row means that the game has moved on. */
export const setStartingLineup: Statement<EnteringValues, StoredLineup> = withCodec(startRow, {
  encode: ({ entering, ...values }) => startRow.encode({ ...values, entering: JSON.stringify(entering) }),
  decode(values) {
    const { stateVersion, entered } = startRow.decode(values);
    return { stateVersion, entries: readEntries(entered) };
  },
  async steps(run, values) {
    const [game] = await run(countStart, values);
    if (game === undefined) return [];
    return [{ stateVersion: game.stateVersion, entries: await enterAll(run, game, values.entering) }];
  },
});

export interface SubstituteValues extends EnteringValues {
  /** The entries that end, at least one. */
  readonly ended: readonly number[];
  /** After which play. */
  readonly afterPlay: number;
}

export interface StoredSubstitution extends StoredLineup {
  /** The entries that ended. */
  readonly ended: LineupEntry[];
}

const ended = sql`${sql.placeholder("ended")}::json`;

const endedEntries = sql`ended as (
  update ${lineups}
  set is_active = false, feed_version = ${stamp},
    left_after_play = greatest(${lineups.afterPlay}, ${sql.placeholder("afterPlay")}::smallint)
  from game
  where ${lineups.gameId} = ${sql.placeholder("gameId")} and ${lineups.isActive}
    and ${lineups.id} in (select value::bigint from json_array_elements_text(${ended}))
  returning ${allColumns}
)`;
/** Changes that were made without the game's lock have not counted as changes of the game. */
const areAllActive = sql`(select count(*) from ${lineups} where ${lineups.gameId} = ${sql.placeholder("gameId")}
    and ${lineups.isActive} and ${lineups.id} in (select value::bigint from json_array_elements_text(${ended})))
  = json_array_length(${ended})`;
const haveAllLeft = sql`(select count(*) from ended) = json_array_length(${ended})`;

const substitution = { set: { stateVersion: counts.stateVersion }, where: and(isAsRead, areAllActive) };

const substituteFields = {
  stateVersion: games.stateVersion,
  entered: entriesOf("entered"),
  ended: entriesOf("ended"),
};

interface SubstitutionRow extends EnteredRow {
  readonly ended: string;
}

// The entries that end must be updated before the new ones are inserted, so that their batting slots and positions are free.
const substituteRow: Statement<object, SubstitutionRow> = compile({
  name: "substitute",
  access: "write",
  query: () => sql<SubstitutionRow>`with ${countedGame(substitution)}, ${endedEntries},
${enteredIf(haveAllLeft)}
select game.state_version, ${substituteFields.entered} as entered, ${substituteFields.ended} as ended from game`,
  fields: substituteFields,
});

const leaveFields = { id: games.id, stateVersion: games.stateVersion, feedVersion: games.feedVersion };
const leaveRow: Statement<object, CountedGame & { ended: string }> = compile({
  name: "substitute leaving",
  access: "write",
  query: () => sql<CountedGame & { ended: string }>`with ${countedGame(substitution)}, ${endedEntries}
select game.id, game.state_version, game.feed_version, ${substituteFields.ended} as ended from game`,
  fields: { ...leaveFields, ended: substituteFields.ended },
});
const leave: Statement<SubstituteValues, CountedGame & { ended: string }> = withCodec(leaveRow, {
  encode: ({ entering: _, ended: ids, ...values }) =>
    leaveRow.encode({ ...values, ended: JSON.stringify(ids) }),
});

/** No row means that the game has moved on. */
export const substitute: Statement<SubstituteValues, StoredSubstitution> = withCodec(substituteRow, {
  encode: ({ entering, ended: ids, ...values }) =>
    substituteRow.encode({ ...values, entering: JSON.stringify(entering), ended: JSON.stringify(ids) }),
  decode(values) {
    const found = substituteRow.decode(values);
    return {
      stateVersion: found.stateVersion,
      entries: readEntries(found.entered),
      ended: readEntries(found.ended),
    };
  },
  async steps(run, values) {
    const [left] = await run(leave, values);
    if (left === undefined) return [];
    const { ended: endedRows, ...game } = left;
    const entries = await enterAll(run, game, values.entering);
    return [{ stateVersion: game.stateVersion, entries, ended: readEntries(endedRows) }];
  },
});
