import { and, asc, eq, gt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import { type Play, type PlayValues, plays } from "../models/plays-table.js";
import { gameUpdate, gameUpdateStep, stamp } from "./game-update.js";
import { type GameProgress, lastPlay, progressFields } from "./life-cycle-statements.js";
import { build, compile, type Statement, textRows, textRowsReader, withCodec } from "./statement.js";
import { insertable, insertFrom, insertValues, lineupColumns, playColumns } from "./statement-columns.js";

const gameId = sql.placeholder("gameId");
const { gameId: _gameId, ...content } = insertable.play;
export const playNumber = sql`${sql.placeholder("playNumber")}::int`;

/** Inserts the play, stamped, if there is a row in the part `game`. */
export const insertedPlay = (computed = {}) =>
  insertFrom(plays, content, sql`game`, { game_id: sql`game.id`, feed_version: stamp, ...computed });

export const isNumberFree = sql`not exists (select 1 from ${plays} where ${plays.gameId} = ${gameId} and ${plays.playNumber} = ${playNumber})`;

/**
 * A play whose number is taken returns no row and changes nothing: the operation then checks whether it is the same play.
 * `ON CONFLICT` is for a statement that waited for another one that was inserting this number.
 */
const insertSaved: Statement<PlayValues & { readonly feedVersion: number }, { id: number }> = compile({
  name: "savePlay play",
  access: "write",
  query: () => sql<{
    id: number;
  }>`${insertValues(plays, { ...insertable.play, feedVersion: plays.feedVersion })}
on conflict (game_id, play_number) do nothing returning id`,
  fields: { id: plays.id },
});
const updateForPlay = gameUpdateStep<PlayValues>("savePlay", () => ({}));
/** The transaction that has incremented the version still locks the game's row, so that no other has seen the increment. */
const decrementVersion: Statement<{ gameId: string }, { id: string }> = compile({
  name: "savePlay taken",
  access: "write",
  query: () => sql<{ id: string }>`update ${games} set feed_version = ${games.feedVersion} - 1
  where ${eq(games.id, gameId)} returning ${games.id}`,
  fields: { id: games.id },
});

export const savePlay: Statement<PlayValues, { id: number }> = compile({
  name: "savePlay",
  access: "write",
  query: () => sql<{ id: number }>`with ${gameUpdate({ where: isNumberFree })}
${insertedPlay()} on conflict (game_id, play_number) do nothing returning id`,
  fields: { id: plays.id },
  async steps(run, values: PlayValues) {
    // A distributed PostgreSQL plans an UPDATE that also reads the plays at each execution.
    const [game] = await run(updateForPlay, values);
    if (game === undefined) return [];
    const saved = await run(insertSaved, { ...values, feedVersion: game.feedVersion });
    if (saved.length === 0) await run(decrementVersion, { gameId: values.gameId });
    return saved;
  },
});

/** Plays after a number (0 for all), at most `limit` of them (null for all). */
export interface PlayRange {
  readonly gameId: string;
  readonly after: number;
  readonly limit: number | null;
}

const inRange = and(
  eq(plays.gameId, sql.placeholder("gameId")),
  gt(plays.playNumber, sql`${sql.placeholder("after")}::int`),
);

export const getPlays: Statement<PlayRange, Play> = compile({
  name: "getPlays",
  access: "read",
  query: () =>
    build
      .select(playColumns)
      .from(plays)
      .where(inRange)
      .orderBy(asc(plays.playNumber))
      .limit(sql.placeholder("limit")),
  fields: playColumns,
});

/** A play with the lineup entries of its batter and its pitcher. */
export interface PlayWithPlayers {
  /** The play. */
  readonly play: Play;
  /** The lineup entry of its batter. */
  readonly batter: LineupEntry;
  /** The lineup entry of its pitcher. */
  readonly pitcher: LineupEntry;
}

const batter = alias(lineups, "batter");
const pitcher = alias(lineups, "pitcher");
const aliased = (entry: typeof batter | typeof pitcher) =>
  Object.fromEntries(
    Object.keys(lineupColumns).map((name) => [name, entry[name as keyof typeof lineupColumns]]),
  ) as unknown as typeof lineupColumns;
const joinedFields = { play: playColumns, batter: aliased(batter), pitcher: aliased(pitcher) };

export const getPlaysWithPlayers: Statement<PlayRange, PlayWithPlayers> = compile({
  name: "getPlaysWithPlayers",
  access: "read",
  query: () =>
    build
      .select(joinedFields)
      .from(plays)
      .innerJoin(batter, and(eq(batter.gameId, plays.gameId), eq(batter.id, plays.batterId)))
      .innerJoin(pitcher, and(eq(pitcher.gameId, plays.gameId), eq(pitcher.id, plays.pitcherId)))
      .where(inRange)
      .orderBy(asc(plays.playNumber))
      .limit(sql.placeholder("limit")),
  fields: joinedFields,
});

/** A game in which a play was not written, as of one instant. */
export interface FoundPlay {
  readonly game: GameProgress;
  /** The play with this number; null if there is none. */
  readonly play: Play | null;
  /** The hash of the state that was recorded with that play; null if none was. */
  readonly stateHash: number | null;
  /** The game's last play; null when there is none. */
  readonly last: Play | null;
}

const findFields = {
  game: progressFields,
  play: playColumns,
  stateHash: plays.stateHash,
  last: sql<string>`(select ${textRows(playColumns, plays.playNumber)} from ${plays}
    where ${plays.gameId} = ${gameId} and ${plays.playNumber} = ${lastPlay})`,
};
const readPlays = textRowsReader<Play>(playColumns);

const findPlayRow: Statement<
  { gameId: string; playNumber: number },
  Omit<FoundPlay, "last"> & { last: string }
> = compile({
  name: "findPlay",
  access: "read",
  query: () =>
    build
      .select(findFields)
      .from(games)
      .leftJoin(plays, and(eq(plays.gameId, games.id), eq(plays.playNumber, sql.placeholder("playNumber"))))
      .where(eq(games.id, gameId)) as never,
  fields: findFields,
});

/** No row means that there is no such game. */
export const findPlay: Statement<{ gameId: string; playNumber: number }, FoundPlay> = withCodec(findPlayRow, {
  decode(values) {
    const { play, last, ...found } = findPlayRow.decode(values);
    // If the join finds nothing, every column is null.
    return { ...found, play: play?.id == null ? null : play, last: readPlays(last)[0] ?? null };
  },
});
