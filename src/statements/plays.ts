import { and, asc, eq, gt, sql, type WithSubquery } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { games } from "../models/games.js";
import { type LineupEntry, lineups } from "../models/lineups.js";
import { type Play, type PlayValues, plays } from "../models/plays/index.js";
import { insertable, lineupColumns, playColumns } from "./columns.js";
import { type GameStateValues, type StateVersion, stateChange } from "./games.js";
import { type GameProgress, progressFields } from "./life-cycle.js";
import { adapted, build, compile, placeholders, type Source, type Statement } from "./statement.js";

/**
 * A play whose number is taken comes back as no row at all, and changes nothing: the operation then looks whether
 * it is the same play. (`ON CONFLICT` also waits for another transaction that is just writing that number.)
 */
const insertPlay = build
  .insert(plays)
  .values(placeholders(insertable.play))
  .onConflictDoNothing({ target: [plays.gameId, plays.playNumber] })
  .returning({ id: plays.id });

export const savePlay: Statement<PlayValues, { id: number }> = compile({
  name: "savePlay",
  access: "write",
  query: insertPlay,
  fields: { id: plays.id },
});

export interface RecordedPlay extends StateVersion {
  readonly id: number;
}

/** A play, and where the game stands after it. */
interface PlayAndState {
  readonly play: PlayValues;
  readonly state: GameStateValues;
}

const statePrefix = "state.";
const savedPlay = build.$with("saved_play").as(insertPlay);

/** A play and the game's new state, in one statement. */
export const recordPlay = recordingStatement<PlayAndState>("recordPlay", savedPlay);

/**
 * A statement that saves a play, and changes the game's state when it did. What else it is given are values by
 * their names, for the parts that come first.
 */
export function recordingStatement<Values extends PlayAndState>(
  name: string,
  saved: typeof savedPlay,
  first: readonly WithSubquery[] = [],
): Statement<Values, RecordedPlay> {
  // A play that was there already must not set the game back to where it stood then: no row, no update.
  const changedGame = build.$with("changed_game").as(
    build
      .update(games)
      .set(stateChange(statePrefix))
      .where(and(eq(games.id, sql.placeholder("gameId")), sql`exists (select 1 from ${saved})`))
      .returning({ stateVersion: games.stateVersion }),
  );
  const fields = { id: saved.id, stateVersion: changedGame.stateVersion };
  const query = build
    .with(...first, saved, changedGame)
    .select(fields)
    .from(saved)
    .innerJoin(changedGame, sql`true`);
  return compile<Values, RecordedPlay>({ name, access: "write", query, fields, sourceOf: partOf });
}

/** A state's value has a prefix, a play's has a column's name, and what else is given stands beside the two. */
function partOf(placeholder: string): Source {
  if (placeholder.startsWith(statePrefix)) {
    const field = placeholder.slice(statePrefix.length);
    return ({ state }) => (state as Readonly<Record<string, unknown>>)[field];
  }
  if (placeholder in insertable.play) {
    return ({ play }) => (play as Readonly<Record<string, unknown>>)[placeholder];
  }
  return (values) => values[placeholder];
}

/** A game's progress, and the play under a number; null when there is none. */
export interface FoundPlay {
  readonly game: GameProgress;
  readonly play: Play | null;
}

const findFields = { game: progressFields, play: playColumns };
const findPlayRow: Statement<{ gameId: string; playNumber: number }, FoundPlay> = compile({
  name: "findPlay",
  access: "read",
  query: build
    .select(findFields)
    .from(games)
    .leftJoin(plays, and(eq(plays.gameId, games.id), eq(plays.playNumber, sql.placeholder("playNumber"))))
    .where(eq(games.id, sql.placeholder("gameId"))),
  fields: findFields,
});

/** No row means that there is no such game. */
export const findPlay: typeof findPlayRow = adapted(findPlayRow, {
  decode(values) {
    const { game, play } = findPlayRow.decode(values);
    // Where the join finds nothing, every column is null.
    return { game, play: play?.id == null ? null : play };
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
  query: build
    .select(playColumns)
    .from(plays)
    .where(inRange)
    .orderBy(asc(plays.playNumber))
    .limit(sql.placeholder("limit")),
  fields: playColumns,
});

/** A play with the lineup entries of its batter and its pitcher. */
export interface PlayWithPlayers {
  readonly play: Play;
  readonly batter: LineupEntry;
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
  query: build
    .select(joinedFields)
    .from(plays)
    .innerJoin(batter, and(eq(batter.gameId, plays.gameId), eq(batter.id, plays.batterId)))
    .innerJoin(pitcher, and(eq(pitcher.gameId, plays.gameId), eq(pitcher.id, plays.pitcherId)))
    .where(inRange)
    .orderBy(asc(plays.playNumber))
    .limit(sql.placeholder("limit")),
  fields: joinedFields,
});
