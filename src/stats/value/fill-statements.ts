import { type Column, sql } from "drizzle-orm";
import { games } from "../../models/games.js";
import { plays } from "../../models/plays/index.js";
import { compile, type Statement } from "../../statements/statement.js";
import { bySelection, type SelectionValues } from "../selection.js";
import type { ValuedPlay } from "./play-values.js";

interface PageValues extends SelectionValues {
  /** The last game of the page before; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

/** A game whose plays are to be valued. */
export interface ValuedGame {
  readonly id: string;
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
}

const gameFields = {
  id: games.id,
  scheduledInnings: games.scheduledInnings,
  automaticRunnerInning: games.automaticRunnerInning,
};
const list = (fields: Readonly<Record<string, Column>>) => sql.join(Object.values(fields), sql`, `);
const first = "00000000-0000-0000-0000-000000000000";

/** Locks a page of games, so that nobody takes a play back while its value is worked out. */
export const lockGames = bySelection(
  (way, condition): Statement<PageValues, ValuedGame> =>
    compile({
      name: `lockGames${way}`,
      access: "read",
      isPrepared: false,
      query: sql<ValuedGame>`select ${list(gameFields)} from ${games}
where ${condition} and ${games.id} > coalesce(${sql.placeholder("after")}::uuid, ${sql.raw(`'${first}'`)})
order by ${games.id} limit ${sql.placeholder("limit")} for share`,
      fields: gameFields,
    }),
);

const playFields = {
  gameId: plays.gameId,
  playNumber: plays.playNumber,
  inning: plays.inning,
  half: plays.half,
  outsBefore: plays.outsBefore,
  onBaseCode: plays.onBaseCode,
  awayScore: plays.awayScore,
  homeScore: plays.homeScore,
  runsScored: plays.runsScored,
};

export const valuedPlays: Statement<
  { gameIds: readonly string[] },
  ValuedPlay & { readonly gameId: string }
> = compile({
  name: "valuedPlays",
  access: "read",
  query: sql<ValuedPlay & { readonly gameId: string }>`select ${list(playFields)} from ${plays}
where ${plays.gameId} = any (${sql.placeholder("gameIds")}::uuid[]) order by ${plays.gameId}, ${plays.playNumber}`,
  fields: playFields,
});

/** One value for each play, column by column. */
export interface FilledValues {
  readonly gameIds: readonly string[];
  readonly playNumbers: readonly number[];
  readonly re24: readonly number[];
  readonly wpa: readonly number[];
}

const changed = sql<number>`count(*)::int`;

/** Writes values into plays that have others, and counts them. */
export const fillValues: Statement<FilledValues, { changed: number }> = compile({
  name: "fillValues",
  access: "write",
  query: sql<{ changed: number }>`with given as (
  select * from unnest(${sql.placeholder("gameIds")}::uuid[], ${sql.placeholder("playNumbers")}::smallint[],
    ${sql.placeholder("re24")}::real[], ${sql.placeholder("wpa")}::real[]) as given (game_id, play_number, re24, wpa)
), changed as (
  update ${plays} set re24 = given.re24, wpa = given.wpa from given
  where ${plays.gameId} = given.game_id and ${plays.playNumber} = given.play_number
    and (${plays.re24} is distinct from given.re24 or ${plays.wpa} is distinct from given.wpa)
  returning 1
)
select ${changed} from changed`,
  fields: { changed },
});
