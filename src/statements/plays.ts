import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { games } from "../models/games.js";
import { type LineupEntry, lineups } from "../models/lineups.js";
import { type Play, type PlayValues, plays } from "../models/plays/index.js";
import type { Half } from "../models/vocabulary.js";
import { insertable, lineupColumns, playColumns } from "./columns.js";
import {
  type Change,
  type CountedGame,
  countedGame,
  countGame,
  counts,
  isAsRead,
  isUnmoved,
  stamp,
} from "./counted-game.js";
import {
  type ExpectedVersion,
  type GameStateValues,
  isAtExpectedVersion,
  newState,
  type StateVersion,
} from "./games.js";
import { insertFrom, insertValues } from "./insert-from.js";
import { build, compile, type Source, type Statement, type Steps } from "./statement.js";

const gameId = sql.placeholder("gameId");
const { gameId: _gameId, ...content } = insertable.play;
export const playNumber = sql`${sql.placeholder("playNumber")}::int`;

/** Inserts the play, stamped, if there is a row in the part `game`. */
const insertedPlay = (computed = {}) =>
  insertFrom(plays, content, sql`game`, { game_id: sql`game.id`, feed_version: stamp, ...computed });
const recordedPlay = insertedPlay({ state_hash: sql`${sql.placeholder("stateHash")}::int` });

export const isNumberFree = sql`not exists (select 1 from ${plays} where ${plays.gameId} = ${gameId} and ${plays.playNumber} = ${playNumber})`;

/**
 * A play whose number is taken comes back as no row at all, and changes nothing: the operation then looks whether
 * it is the same play. (`ON CONFLICT` is for who had to wait for another who was just writing that number.)
 */
const insertSaved: Statement<PlayValues & { readonly feedVersion: number }, { id: number }> = compile({
  name: "savePlay play",
  access: "write",
  query: sql<{ id: number }>`${insertValues(plays, { ...insertable.play, feedVersion: plays.feedVersion })}
on conflict (game_id, play_number) do nothing returning id`,
  fields: { id: plays.id },
});
const countSaved = countGame<PlayValues>("savePlay", { where: isNumberFree });

export const savePlay: Statement<PlayValues, { id: number }> = compile({
  name: "savePlay",
  access: "write",
  query: sql<{ id: number }>`with ${countedGame({ where: isNumberFree })}
${insertedPlay()} on conflict (game_id, play_number) do nothing returning id`,
  fields: { id: plays.id },
  async steps(run, values: PlayValues) {
    const [game] = await run(countSaved, values);
    return game === undefined ? [] : run(insertSaved, { ...values, feedVersion: game.feedVersion });
  },
});

export interface RecordedPlay extends StateVersion {
  readonly id: number;
}

/** A play, where the game stands after it, and the version that the caller knows. */
export interface RecordedValues extends ExpectedVersion {
  readonly play: PlayValues;
  readonly state: GameStateValues;
  /** What the state is known by when the play is sent again. */
  readonly stateHash: number;
}

export const statePrefix = "state.";
export const recordedState = { ...newState(statePrefix), stateVersion: counts.stateVersion };

/** The play's place: its number, and where the game stands when it begins. */
const { inning, half, outsBefore, awayScore, homeScore } = plays;
const given = (name: keyof PlayValues) => sql.placeholder(name);
const place = sql`(${playNumber}, ${given("inning")}::int, ${given("half")}::text, ${given("outsBefore")}::int, ${given("awayScore")}::int, ${given("homeScore")}::int)`;

/** The place is where the last play has left the game, as `situationAfter` says it; before the first play, at the beginning. */
const isOver = sql`${outsBefore} + ${plays.outsRecorded} >= 3`;
const scoreAfter = (score: typeof awayScore | typeof homeScore, battingHalf: Half) =>
  sql`${score} + case when ${half} = ${sql.raw(`'${battingHalf}'`)} then ${plays.runsScored} else 0 end`;
const isNextPlace = sql`coalesce((select ${place} = (${plays.playNumber} + 1, ${inning} + (${isOver} and ${half} = 'bottom')::int,
    case when (${isOver}) = (${half} = 'top') then 'bottom' else 'top' end,
    case when ${isOver} then 0 else ${outsBefore} + ${plays.outsRecorded} end,
    ${scoreAfter(awayScore, "top")}, ${scoreAfter(homeScore, "bottom")})
  from ${plays} where ${plays.gameId} = ${gameId} order by ${plays.playNumber} desc limit 1
), ${place} = (1, 1, 'top', 0, 0, 0))`;

const isOn = sql`${games.status} in ('pending', 'active')`;

/** A play that follows from the last one changes the game like this. */
export const nextPlay: Change = {
  set: recordedState,
  where: and(isOn, isAtExpectedVersion, isUnmoved, isNextPlace),
};

/** A play that follows from the last one, and the game's new state, in one statement. */
export const recordPlay = recordingStatement<RecordedValues>("recordPlay", nextPlay);

/** What a statement writes beside a play: a part of it, and the same as steps. */
export interface AlsoWritten<Values> {
  readonly part: SQL;
  steps(run: Parameters<Steps<Values, RecordedPlay>>[0], values: Values, game: CountedGame): Promise<unknown>;
}

/** The same, if the game is as it was when it was read and the play was judged. */
export const recordJudgedPlay = recordingStatement<RecordedValues & { readonly feedVersion: number }>(
  "recordJudgedPlay",
  { set: recordedState, where: and(isOn, isAtExpectedVersion, isAsRead, isNextPlace) },
);

/**
 * A statement that changes a game, if it is as it must be, and then records a play. What else it is given are values by
 * their names, for the change.
 */
export function recordingStatement<Values extends RecordedValues>(
  name: string,
  change: Change,
  also?: AlsoWritten<Values>,
): Statement<Values, RecordedPlay> {
  const count = countGame<Values>(name, change, partOf);
  const steps: Steps<Values, RecordedPlay> = async (run, values) => {
    const [game] = await run(count, values);
    if (game === undefined) return [];
    const { stateHash } = values;
    await also?.steps(run, values, game);
    const [written] = await run(insertRecorded, { ...values.play, stateHash, feedVersion: game.feedVersion });
    return [{ id: (written as { id: number }).id, stateVersion: game.stateVersion }];
  };
  const parts = also === undefined ? countedGame(change) : sql`${countedGame(change)}, ${also.part}`;
  return writingStatement(name, parts, recordedPlay, steps);
}

const hidden = { feedVersion: plays.feedVersion, stateHash: plays.stateHash };
const insertRecorded: Statement<
  PlayValues & { readonly feedVersion: number; readonly stateHash: number },
  { id: number }
> = compile({
  name: "recordPlay play",
  access: "write",
  query: sql<{ id: number }>`${insertValues(plays, { ...insertable.play, ...hidden })} returning id`,
  fields: { id: plays.id },
});

/** A statement that writes a play in a game that its first part gives. */
export function writingStatement<Values extends RecordedValues>(
  name: string,
  game: SQL,
  written: SQL,
  steps?: Steps<Values, RecordedPlay>,
): Statement<Values, RecordedPlay> {
  return compile<Values, RecordedPlay>({
    name,
    access: "write",
    steps: steps as Steps<never, RecordedPlay> | undefined,
    query: sql<RecordedPlay>`with ${game}, written as (${written} returning ${plays.id})
select written.id, game.state_version from written, game`,
    fields: { id: plays.id, stateVersion: games.stateVersion },
    sourceOf: partOf,
  });
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
