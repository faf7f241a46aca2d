import { and, sql } from "drizzle-orm";
import { games } from "../models/games.js";
import { type LineupEntry, lineups } from "../models/lineups.js";
import { type CountedGame, countedGame, counts, isAsRead, stamp } from "./counted-game.js";
import {
  allColumns,
  type EnteredRow,
  type EnteringValues,
  enterAll,
  enteredIf,
  entriesOf,
  readEntries,
} from "./lineup-change.js";
import type { StoredLineup } from "./starting-lineup.js";
import { adapted, compile, type Statement } from "./statement.js";

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
/** Rows that somebody changed without the game's lock have not counted. */
const areAllActive = sql`(select count(*) from ${lineups} where ${lineups.gameId} = ${sql.placeholder("gameId")}
    and ${lineups.isActive} and ${lineups.id} in (select value::bigint from json_array_elements_text(${ended})))
  = json_array_length(${ended})`;
const haveAllLeft = sql`(select count(*) from ended) = json_array_length(${ended})`;

const change = { set: { stateVersion: counts.stateVersion }, where: and(isAsRead, areAllActive) };

const fields = {
  stateVersion: games.stateVersion,
  entered: entriesOf("entered"),
  ended: entriesOf("ended"),
};

interface SubstitutionRow extends EnteredRow {
  readonly ended: string;
}

// Nobody enters before those whom he replaces have left: their batting slots and positions must be free by then.
const row: Statement<object, SubstitutionRow> = compile({
  name: "substitute",
  access: "write",
  query: sql<SubstitutionRow>`with ${countedGame(change)}, ${endedEntries},
${enteredIf(haveAllLeft)}
select game.state_version, ${fields.entered} as entered, ${fields.ended} as ended from game`,
  fields,
});

const leaveFields = { id: games.id, stateVersion: games.stateVersion, feedVersion: games.feedVersion };
const leaveRow: Statement<object, CountedGame & { ended: string }> = compile({
  name: "substitute leaving",
  access: "write",
  query: sql<CountedGame & { ended: string }>`with ${countedGame(change)}, ${endedEntries}
select game.id, game.state_version, game.feed_version, ${fields.ended} as ended from game`,
  fields: { ...leaveFields, ended: fields.ended },
});
const leave: Statement<SubstituteValues, CountedGame & { ended: string }> = adapted(leaveRow, {
  encode: ({ entering: _, ended: ids, ...values }) =>
    leaveRow.encode({ ...values, ended: JSON.stringify(ids) }),
});

/** No row means that the game has moved on. */
export const substitute: Statement<SubstituteValues, StoredSubstitution> = adapted(row, {
  encode: ({ entering, ended: ids, ...values }) =>
    row.encode({ ...values, entering: JSON.stringify(entering), ended: JSON.stringify(ids) }),
  decode(values) {
    const found = row.decode(values);
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
