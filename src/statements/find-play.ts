import { and, eq, sql } from "drizzle-orm";
import { games } from "../models/games.js";
import { type Play, plays } from "../models/plays/index.js";
import { playColumns } from "./columns.js";
import { type GameProgress, lastPlay, progressFields } from "./life-cycle.js";
import { adapted, build, compile, type Statement } from "./statement.js";
import { textRows, textRowsReader } from "./text-rows.js";

const gameId = sql.placeholder("gameId");

/** A game where a play was not written, as of one instant. */
export interface FoundPlay {
  readonly game: GameProgress;
  /** The play under the number; null when there is none. */
  readonly play: Play | null;
  /** The hash of the state that was recorded with that play; null where none was. */
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
  query: build
    .select(findFields)
    .from(games)
    .leftJoin(plays, and(eq(plays.gameId, games.id), eq(plays.playNumber, sql.placeholder("playNumber"))))
    .where(eq(games.id, gameId)) as never,
  fields: findFields,
});

/** No row means that there is no such game. */
export const findPlay: Statement<{ gameId: string; playNumber: number }, FoundPlay> = adapted(findPlayRow, {
  decode(values) {
    const { play, last, ...found } = findPlayRow.decode(values);
    // Where the join finds nothing, every column is null.
    return { ...found, play: play?.id == null ? null : play, last: readPlays(last)[0] ?? null };
  },
});
