import { sql } from "drizzle-orm";
import { games } from "../models/games.js";
import { type LineupEntry, lineups } from "../models/lineups.js";
import {
  allColumns,
  type EnteredRow,
  type EnteringValues,
  enteredIf,
  entriesOf,
  readEntries,
} from "./lineup-change.js";
import { countedChange, isLocked, lockedGame } from "./locked-game.js";
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
const isOfGame = sql`${lineups.gameId} = ${sql.placeholder("gameId")}`;
const areAll = (part: string) =>
  sql`(select count(*) from ${sql.identifier(part)}) = json_array_length(${ended})`;

/**
 * The entries that are to end, locked: whoever took one of them out meanwhile did not need the game's lock. Then it
 * is not among them, and nothing is written.
 */
const leaving = sql`leaving as (
  select ${lineups.id} from ${lineups}
  where ${isOfGame} and ${lineups.id} in (select value::bigint from json_array_elements_text(${ended}))
    and ${lineups.isActive} and ${isLocked}
  for update
)`;

const endedEntries = sql`ended as (
  update ${lineups}
  set is_active = false,
    left_after_play = greatest(${lineups.afterPlay}, ${sql.placeholder("afterPlay")}::smallint)
  where ${isOfGame} and ${lineups.id} in (select id from leaving) and ${areAll("leaving")}
  returning ${allColumns}
)`;

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
  query: sql<SubstitutionRow>`with ${lockedGame}, ${leaving}, ${endedEntries},
${enteredIf(areAll("ended"))}, ${countedChange("entered")}
select state_version, ${fields.entered} as entered, ${fields.ended} as ended from counted_change`,
  fields,
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
});
