import { type Column, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { games } from "../models/games-table.js";
import { battingLinesOf } from "../models/statistics/batting-lines-view.js";
import { pitchingLinesOf } from "../models/statistics/pitching-lines-view.js";
import {
  storedBattingLines,
  storedLines,
  storedPitchingLines,
} from "../models/statistics/stored-lines-tables.js";
import { isUnchanged, isUnchangedIn } from "./game-update.js";
import { compile, type RunStep, type Statement } from "./statement.js";

const identifiers = (names: readonly string[]) =>
  sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
const namesOf = (table: PgTable) =>
  Object.values(getTableColumns(table) as Record<string, Column>).map(({ name }) => name);

/** Lines of an older state of the game never replace those of a newer one. */
function newestWins(table: PgTable, keys: readonly string[]): SQL {
  const changed = namesOf(table).filter((name) => !keys.includes(name));
  const excluded = changed.map((name) => sql`excluded.${sql.identifier(name)}`);
  return sql`on conflict (${identifiers(keys)}) do update set (${identifiers(changed)}) = (${sql.join(excluded, sql`, `)})
  where (${table}.state_version, ${table}.last_play) <= (excluded.state_version, excluded.last_play)`;
}

/**
 * Each part compares `game_id` with the given value itself: a distributed PostgreSQL does not infer it from another part.
 *
 * @param storable the game, with the `state_version` and `last_play` that the lines are to be valid for
 * @param lines the lines of the game, as the second part of a join
 */
function storedFrom(storable: SQL, game: SQL, lines: SQL, table: PgTable, condition = sql`true`): SQL {
  const names = namesOf(table);
  const values = names.map((name) => (name === "game_id" ? game : sql.identifier(name)));
  return sql`insert into ${table} (${identifiers(names)})
  select ${sql.join(values, sql`, `)} from ${storable} cross join ${lines} where ${condition}
  ${newestWins(table, ["game_id", "entry_id"])}`;
}

const asLine = (lines: SQL) => sql`(
  ${lines}
) line`;

const theGame = sql`${sql.placeholder("gameId")}::uuid`;

/** Parts of a statement that store lines. @param linesOf makes the second part of a join out of a query of lines */
const partsThatStore = (game: SQL, linesOf: (lines: SQL) => SQL) => sql`stored_game as (
  insert into ${storedLines} (game_id, state_version, last_play) select id, state_version, last_play from storable
  ${newestWins(storedLines, ["game_id"])}
  returning game_id
), stored_batting as (
  ${storedFrom(sql`storable`, sql`storable.id`, linesOf(battingLinesOf(game)), storedBattingLines)}
), stored_pitching as (
  ${storedFrom(sql`storable`, sql`storable.id`, linesOf(pitchingLinesOf(game)), storedPitchingLines)}
)`;

/**
 * Parts of a statement that store the lines of the game of its part `storable`, which has its `id`, and the `state_version` and
 * `last_play` that the lines are to be valid for.
 */
export const storingParts = () => partsThatStore(theGame, asLine);

const lastPlayOf = (game: SQL) => sql`(
    select coalesce(max(plays.play_number), 0) from plays where plays.game_id = ${game}
  )::smallint as last_play`;
const lastPlay = lastPlayOf(theGame);

/** The part `storable` for a game whose version `changed` has just increased, unless the game had changed before that. */
export const storableIfUnchanged = sql`found as (
  select games.feed_version, ${lastPlay} from games where ${games.id} = ${sql.placeholder("gameId")}
), storable as (
  select changed.id, changed.state_version, found.last_play
  from changed join found on found.feed_version + 1 = changed.feed_version
)`;

/** The result of storing a game's lines. */
export interface LinesStored {
  readonly isCompleted: boolean;
  /** False if a completed game has changed in the meantime. */
  readonly isUnchanged: boolean;
  /** Also false if lines of a newer state are stored. */
  readonly isStored: boolean;
}

/** For a distributed PostgreSQL, which sends an INSERT from a table to one shard if the game is a given value. */
function storingStep(part: string, query: () => SQL): Statement<{ gameId: string }, { gameId: string }> {
  return compile({
    name: `storeLines ${part}`,
    access: "write",
    query: () => sql<{ gameId: string }>`${query()}\n  returning game_id`,
    fields: { gameId: sql`game_id` },
  });
}

const isTheGame = sql`stored_lines.game_id = ${theGame}`;
const storeGame = storingStep(
  "game",
  () => sql`insert into ${storedLines} (game_id, state_version, last_play)
  select games.id, games.state_version, ${lastPlay} from games where games.id = ${theGame}
  ${newestWins(storedLines, ["game_id"])}`,
);
const storeEach = [
  { part: "batting", linesOf: battingLinesOf, table: storedBattingLines },
  { part: "pitching", linesOf: pitchingLinesOf, table: storedPitchingLines },
].map(({ part, linesOf, table }) =>
  storingStep(part, () =>
    storedFrom(sql`${storedLines}`, sql`stored_lines.game_id`, asLine(linesOf(theGame)), table, isTheGame),
  ),
);

/** Stores the lines of a game that the transaction has locked. False if lines of a newer state are stored. */
export async function storeInSteps(run: RunStep, gameId: string): Promise<boolean> {
  const [stored] = await run(storeGame, { gameId });
  if (stored === undefined) return false;
  await Promise.all(storeEach.map((statement) => run(statement, { gameId })));
  return true;
}

const lockCompleted: Statement<{ gameId: string }, { isCompleted: boolean }> = compile({
  name: "storeLines lock",
  access: "write",
  query: () => sql<{ isCompleted: boolean }>`select games.status = 'completed' as is_completed from games
where ${games.id} = ${sql.placeholder("gameId")} for no key update`,
  fields: { isCompleted: sql`is_completed` },
});

/** Stores the lines of a completed game, as of the instant at which the statement began. No row means that there is no game. */
export const storeLines: Statement<{ gameId: string }, LinesStored> = compile({
  name: "storeLines",
  access: "write",
  query: () => sql<LinesStored>`with storable as (
  select games.id, games.state_version, ${lastPlay} from games
  where ${games.id} = ${sql.placeholder("gameId")} and games.status = 'completed' and ${isUnchanged}
  for no key update
), ${storingParts()}
select games.status = 'completed' as is_completed, exists (select 1 from storable) as is_unchanged,
  exists (select 1 from stored_game) as is_stored
from games where ${games.id} = ${sql.placeholder("gameId")}`,
  fields: { isCompleted: sql`is_completed`, isUnchanged: sql`is_unchanged`, isStored: sql`is_stored` },
  async steps(run, { gameId }: { gameId: string }) {
    const [game] = await run(lockCompleted, { gameId });
    if (game === undefined) return [];
    const { isCompleted } = game;
    return [
      { isCompleted, isUnchanged: isCompleted, isStored: isCompleted && (await storeInSteps(run, gameId)) },
    ];
  },
});

/**
 * Stores the lines of completed games. Several games together cost the server a fraction of one statement for each, most of which
 * is planning. A game that has changed since the statement began is left out. Returns a row for each game whose lines are stored.
 */
export const storeLinesOfGames: Statement<{ gameIds: readonly string[] }, { gameId: string }> = compile({
  name: "storeLinesOfGames",
  access: "write",
  isPrepared: false,
  query: () => sql<{ gameId: string }>`with storable as (
  select games.id, games.state_version, ${lastPlayOf(sql`games.id`)} from games
  where ${games.id} = any(${sql.placeholder("gameIds")}::uuid[]) and games.status = 'completed'
    and ${isUnchangedIn(sql`games.id`)}
  order by games.id for no key update
), ${partsThatStore(sql`storable.id`, (lines) => sql`lateral ${asLine(lines)}`)}
select game_id from stored_game`,
  fields: { gameId: sql`game_id` },
  async steps(run, { gameIds }: { gameIds: readonly string[] }) {
    const stored: { gameId: string }[] = [];
    for (const gameId of gameIds) {
      const [game] = await run(lockCompleted, { gameId });
      if (game?.isCompleted && (await storeInSteps(run, gameId))) stored.push({ gameId });
    }
    return stored;
  },
});
