import { eq, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import type { Decision } from "../rules/vocabulary.js";
import type { StateVersion } from "./game-statements.js";
import { gameUpdate, gameUpdateStep, increments, isAsRead, stamp } from "./game-update.js";
import { type GameProgress, progressFields } from "./life-cycle-statements.js";
import { allColumns, readEntries } from "./lineup-change-statements.js";
import { build, compile, type Statement, textRows, withCodec } from "./statement.js";
import { lineupColumns } from "./statement-columns.js";

const gameId = sql.placeholder("gameId");

/** A game's lineups, as of one instant. */
export interface FoundForDecisions {
  readonly progress: GameProgress;
  readonly lineups: LineupEntry[];
}

const foundFields = {
  progress: progressFields,
  lineups: sql<string>`(select ${textRows(lineupColumns, lineups.id)} from ${lineups}
    where ${lineups.gameId} = ${gameId})`,
};

const foundRow: Statement<{ gameId: string }, { progress: GameProgress; lineups: string }> = compile({
  name: "findForDecisions",
  access: "read",
  query: () => build.select(foundFields).from(games).where(eq(games.id, gameId)),
  fields: foundFields,
});

export const findForDecisions: Statement<{ gameId: string }, FoundForDecisions> = withCodec(foundRow, {
  decode(values) {
    const { progress, lineups: entries } = foundRow.decode(values);
    return { progress, lineups: readEntries(entries) };
  },
});

export interface DecisionsValues {
  readonly gameId: string;
  /** As it was read. */
  readonly feedVersion: number;
  /** The new decisions; at least one must differ from the stored ones. */
  readonly credits: readonly { readonly id: number; readonly decision: Decision }[];
}

const isOfGame = sql`${lineups.gameId} = ${gameId}`;
const credit = sql`credit as (
  select credit.id, credit.decision
  from json_to_recordset(${sql.placeholder("credits")}::json) as credit (id bigint, decision text)
)`;

const cleared = sql`cleared as (
  update ${lineups} set decision = null, feed_version = ${stamp} from game
  where ${isOfGame} and ${lineups.decision} is not null and ${lineups.id} not in (select id from credit)
  returning ${lineups.id}
)`;

// PostgreSQL checks a unique index row by row: two pitchers who swap decisions would conflict in any order. So an entry that
// had another decision is deleted and inserted again with the new one.
const taken = sql`taken as (
  delete from ${lineups} using game, credit
  where ${isOfGame} and ${lineups.id} = credit.id and ${lineups.decision} <> credit.decision
  returning ${allColumns}
)`;
const areFree = sql`(select count(*) from cleared) + (select count(*) from taken) >= 0`;

const given = sql`given as (
  update ${lineups} set decision = credit.decision, feed_version = ${stamp}
  from game, credit
  where ${isOfGame} and ${lineups.id} = credit.id and ${lineups.decision} is null and ${areFree}
  returning ${lineups.id}
)`;

const putIn = () => {
  const columns = Object.values(lineupColumns).map(({ name }) => sql.identifier(name));
  const kept = columns.map((column) =>
    column.value === "decision" ? sql`credit.decision` : sql`taken.${column}`,
  );
  return sql`put_in as (
  insert into ${lineups} (feed_version, ${sql.join(columns, sql`, `)}) overriding system value
  select ${stamp}, ${sql.join(kept, sql`, `)} from game, taken join credit on credit.id = taken.id
  where ${areFree}
)`;
};

const change = () => ({ set: { stateVersion: increments.stateVersion }, where: isAsRead });
const updateForDecisions = gameUpdateStep<DecisionsValues>("setDecisions", change);
const isOfTheGame = sql`${lineups.gameId} = ${gameId}`;
const stamped = sql`feed_version = ${sql.placeholder("feedVersion")}::int`;

/** In steps, all decisions are removed first, so that each is free. */
const clear: Statement<object, { id: number }> = compile({
  name: "setDecisions clear",
  access: "write",
  query: () => sql<{ id: number }>`update ${lineups} set decision = null, ${stamped}
where ${isOfTheGame} and ${lineups.decision} is not null returning ${lineups.id}`,
  fields: { id: lineups.id },
});
const decide: Statement<object, { id: number }> = compile({
  name: "setDecisions decide",
  access: "write",
  query: () => sql<{ id: number }>`update ${lineups} set decision = ${sql.placeholder("decision")}, ${stamped}
where ${isOfTheGame} and ${lineups.id} = ${sql.placeholder("lineupId")} returning ${lineups.id}`,
  fields: { id: lineups.id },
});

const fields = { stateVersion: games.stateVersion };
const row: Statement<object, StateVersion> = compile({
  name: "setDecisions",
  access: "write",
  query: () => sql<StateVersion>`with ${gameUpdate(change())}, ${credit},
${cleared}, ${taken}, ${given}, ${putIn()}
select state_version from game`,
  fields,
});

/** No row means that the game has changed. */
export const setDecisions: Statement<DecisionsValues, StateVersion> = withCodec(row, {
  encode: ({ credits, ...values }) => row.encode({ ...values, credits: JSON.stringify(credits) }),
  async steps(run, values) {
    const [game] = await run(updateForDecisions, values);
    if (game === undefined) return [];
    const { id: gameIdOf, feedVersion, stateVersion } = game;
    const written = { gameId: gameIdOf, feedVersion };
    const cleared = run(clear, written);
    const credited = values.credits.map(({ id, decision: made }) =>
      run(decide, { ...written, lineupId: id, decision: made }),
    );
    await Promise.all([cleared, ...credited]);
    return [{ stateVersion }];
  },
});
