import { type Column, sql } from "drizzle-orm";
import { games } from "../../models/games-table.js";
import { plays } from "../../models/plays-table.js";
import { gameUpdate, stamp } from "../../statements/game-update.js";
import { compile, type Statement } from "../../statements/statement.js";
import { bySelection, type SelectionValues } from "../game-selection.js";
import type { ValuedPlay } from "./play-values.js";

interface PageValues extends SelectionValues {
  /** The last game of the previous page; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

/** A game whose plays get values. */
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

/** A page of games, without locking them. */
export const selectGames = bySelection(
  (way, condition): Statement<PageValues, ValuedGame> =>
    compile({
      name: `selectGames${way}`,
      access: "read",
      isPrepared: false,
      query: () => sql<ValuedGame>`select ${list(gameFields)} from ${games}
where ${condition} and ${games.id} > coalesce(${sql.placeholder("after")}::uuid, ${sql.raw(`'${first}'`)})
order by ${games.id} limit ${sql.placeholder("limit")}`,
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
  query: () => sql<ValuedPlay & { readonly gameId: string }>`select ${list(playFields)} from ${plays}
where ${plays.gameId} = any (${sql.placeholder("gameIds")}::uuid[]) order by ${plays.gameId}, ${plays.playNumber}`,
  fields: playFields,
});

/** The values of a game's plays, one array per column. */
export interface FilledValues {
  readonly gameId: string;
  readonly playNumbers: readonly number[];
  readonly re24: readonly number[];
  readonly wpa: readonly number[];
}

const given = sql`unnest(${sql.placeholder("playNumbers")}::smallint[],
    ${sql.placeholder("re24")}::real[], ${sql.placeholder("wpa")}::real[]) as given (play_number, re24, wpa)`;
const isChanged = sql`${plays.gameId} = ${sql.placeholder("gameId")} and ${plays.playNumber} = given.play_number
    and (${plays.re24} is distinct from given.re24 or ${plays.wpa} is distinct from given.wpa)`;

/** Writes values into the plays of a locked game, where they differ, and returns the numbers of the changed plays. */
export const fillValues: Statement<FilledValues, { playNumber: number }> = compile({
  name: "fillValues",
  access: "write",
  query: () => sql<{ playNumber: number }>`with given as (select * from ${given}), ${gameUpdate({
    where: sql`exists (select 1 from ${plays}, given where ${isChanged})`,
  })}
update ${plays} set re24 = given.re24, wpa = given.wpa, feed_version = ${stamp} from game, given
where ${isChanged}
returning ${plays.playNumber}`,
  fields: { playNumber: plays.playNumber },
});
