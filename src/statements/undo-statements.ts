import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Game, games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import { type Play, plays } from "../models/plays-table.js";
import type { Half } from "../rules/vocabulary.js";
import { isAtExpectedVersion, type StateVersion } from "./game-statements.js";
import { gameUpdate, increments, isAsRead, isUnchanged, stamp } from "./game-update.js";
import { type GameProgress, lastPlay, progressFields } from "./life-cycle-statements.js";
import { allColumns, entriesOf, readEntries } from "./lineup-change-statements.js";
import { type RecordedValues, recordedState, writingStatement } from "./record-play-statements.js";
import { build, compile, type Statement, textRows, textRowsReader, withCodec } from "./statement.js";
import {
  gameColumns,
  insertable,
  lineupColumns,
  playColumns,
  typedPlaceholder,
} from "./statement-columns.js";

const gameId = sql.placeholder("gameId");
const toPlay = sql`${sql.placeholder("toPlayNumber")}::int`;
const readPlays = textRowsReader<Play>(playColumns);

/** What a rewind reads of a game, as of one instant. */
export interface FoundForRewind {
  readonly progress: GameProgress;
  readonly game: Game;
  /** The play that will be the last; null if there is none with that number. */
  readonly play: Play | null;
  readonly lineups: LineupEntry[];
}

interface FindValues {
  readonly gameId: string;
  readonly toPlayNumber: number;
}

const foundFields = {
  progress: progressFields,
  game: gameColumns,
  plays: sql<string>`(select ${textRows(playColumns, plays.playNumber)} from ${plays}
    where ${plays.gameId} = ${gameId} and ${plays.playNumber} = ${toPlay})`,
  lineups: sql<string>`(select ${textRows(lineupColumns, lineups.id)} from ${lineups}
    where ${lineups.gameId} = ${gameId})`,
};

interface FoundRow extends Pick<FoundForRewind, "progress" | "game"> {
  readonly plays: string;
  readonly lineups: string;
}

const foundRow: Statement<FindValues, FoundRow> = compile({
  name: "findForRewind",
  access: "read",
  query: () => build.select(foundFields).from(games).where(eq(games.id, gameId)),
  fields: foundFields,
});

export const findForRewind: Statement<FindValues, FoundForRewind> = withCodec(foundRow, {
  decode(values) {
    const { plays: found, lineups: entries, ...rest } = foundRow.decode(values);
    return { ...rest, play: readPlays(found)[0] ?? null, lineups: readEntries(entries) };
  },
});

export interface RewindValues extends FindValues {
  /** As the game was read. */
  readonly feedVersion: number;
  readonly inning: number;
  readonly half: Half;
  readonly homeScore: number;
  readonly awayScore: number;
  /** The entries that become active again. */
  readonly returning: readonly number[];
}

/** What was removed from the database. */
export interface Removed extends StateVersion {
  readonly plays: Play[];
  readonly lineups: LineupEntry[];
}

const allPlayColumns = () => sql.join(Object.values(playColumns), sql`, `);

const removed = (part: string, table: typeof plays | typeof lineups, after: SQL, columns: SQL) =>
  sql`${sql.identifier(part)} as (
  delete from ${table} using game where ${table.gameId} = ${gameId} and ${after} > ${toPlay}
  returning ${columns}
)`;

const isReturning = sql`${lineups.id} in (
    select value::bigint from json_array_elements_text(${sql.placeholder("returning")}::json))`;

// The entries that replaced them must be removed before, so that their batting slots and positions are free. A row can be updated
// only once in a statement, so an entry that becomes active again loses its decision in the same update.
const returned = () => sql`returned as (
  update ${lineups}
  set is_active = ${lineups.isActive} or ${isReturning}, decision = null, feed_version = ${stamp},
    left_after_play = case when not ${isReturning} then ${lineups.leftAfterPlay} end
  from game
  where ${lineups.gameId} = ${gameId} and (select count(*) from removed_lineups) >= 0
    and ${lineups.afterPlay} <= ${toPlay} and (${lineups.decision} is not null or ${isReturning})
  returning ${lineups.id}
)`;

const setBack = () =>
  gameUpdate({
    set: {
      inning: sql`${sql.placeholder("inning")}`,
      half: sql`${sql.placeholder("half")}`,
      homeScore: sql`${sql.placeholder("homeScore")}`,
      awayScore: sql`${sql.placeholder("awayScore")}`,
      status: sql`case when ${games.status} in ('completed', 'abandoned') then 'active' else ${games.status} end`,
      winnerTeamId: sql`null`,
      completedAt: sql`null`,
      stateVersion: increments.stateVersion,
    },
    where: isAsRead,
  });

const removedFields = once(() => ({
  stateVersion: games.stateVersion,
  plays: sql<string>`(select ${textRows(playColumns, plays.playNumber)} from removed_plays as ${plays})`,
  lineups: entriesOf("removed_lineups"),
}));

interface RemovedRow extends StateVersion {
  readonly plays: string;
  readonly lineups: string;
}

const removedRow: Statement<object, RemovedRow> = compile({
  name: "rewindGame",
  access: "write",
  query: () => sql<RemovedRow>`with ${setBack()},
${removed("removed_plays", plays, sql`${plays.playNumber}`, allPlayColumns())},
${removed("removed_lineups", lineups, sql`${lineups.afterPlay}`, allColumns)},
${returned()}
select game.state_version, ${removedFields().plays} as plays, ${removedFields().lineups} as lineups from game`,
  fields: removedFields,
});

/** No row means that the game has changed. */
export const rewindGame: Statement<RewindValues, Removed> = withCodec(removedRow, {
  encode: ({ returning, ...values }) =>
    removedRow.encode({ ...values, returning: JSON.stringify(returning) }),
  decode(values) {
    const { stateVersion, plays: removedPlays, lineups: entries } = removedRow.decode(values);
    return { stateVersion, plays: readPlays(removedPlays), lineups: readEntries(entries) };
  },
});

interface RevisionValues extends RecordedValues {
  /** The new `created_at`; null keeps the stored one. */
  readonly madeAt: Date | null;
}

const { gameId: _gameId, playNumber: _playNumber, createdAt: _createdAt, ...revisable } = insertable.play;
const playNumber = sql.placeholder("playNumber");
const assignments = () => [
  ...Object.entries(revisable).map(
    (entry) => sql`${sql.identifier(entry[1].name)} = ${typedPlaceholder(entry)}`,
  ),
  sql`created_at = coalesce(${sql.param(sql.placeholder("madeAt"), plays.createdAt)}::timestamptz, ${plays.createdAt})`,
  sql`feed_version = ${stamp}`,
  sql`state_hash = ${sql.placeholder("stateHash")}::int`,
];

/** No row means that the play is not the last one, that the game is not as expected, or that it has changed. */
export const reviseLastPlay = writingStatement<RevisionValues>(
  "reviseLastPlay",
  () =>
    gameUpdate({
      set: recordedState(),
      where: and(isAtExpectedVersion, isUnchanged, sql`${lastPlay} = ${playNumber}::int`),
    }),
  () => sql`update ${plays} set ${sql.join(assignments(), sql`, `)} from game
  where ${and(eq(plays.gameId, gameId), eq(plays.playNumber, playNumber))}`,
);
