import { and, type Column, eq, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import { plays } from "../models/plays-table.js";
import { type RosterLink, rosterLinks } from "../models/roster-links-table.js";
import type { LineupMoment, NewEntry, TurnFacts } from "../rules/lineups/team-lineup.js";
import type { StateVersion } from "./game-statements.js";
import {
  gameUpdate,
  gameUpdateStep,
  increments,
  isAsRead,
  keepsPlace,
  stamp,
  type UpdatedGame,
} from "./game-update.js";
import { type GameProgress, progressFields } from "./life-cycle-statements.js";
import {
  build,
  compile,
  type RunStep,
  type Statement,
  textRows,
  textRowsReader,
  withCodec,
} from "./statement.js";
import { insertable, insertValues, lineupColumns, playColumns } from "./statement-columns.js";

export const readEntries = textRowsReader<LineupEntry>(lineupColumns);

/** What the rules of substitution need of a game for one team, as of one instant. */
export interface FoundMoment {
  readonly progress: GameProgress;
  readonly game: LineupMoment["game"];
  /** All entries of the team, in order of entry. */
  readonly entries: LineupEntry[];
  /** The game's last play, and the last one in which the team was at bat. */
  readonly plays: TurnFacts[];
  /** Who is on the team's roster in this game; empty when it has none. */
  readonly roster: Pick<RosterLink, "cardId" | "playerId">[];
}

const { playNumber, inning, half, battingOrder, pa, outsBefore, outsRecorded, awayScore, homeScore } =
  playColumns;
const { pitcherId, batterId, batterFinal, onFirstId, onFirstFinal } = playColumns;
const { onSecondId, onSecondFinal, onThirdId, onThirdFinal } = playColumns;
const relevantColumns = {
  ...{ playNumber, inning, half, battingOrder, pa, outsBefore, outsRecorded, awayScore, homeScore },
  ...{ pitcherId, batterId, batterFinal, onFirstId, onFirstFinal },
  ...{ onSecondId, onSecondFinal, onThirdId, onThirdFinal },
};

const gameId = sql.placeholder("gameId");
const teamId = sql`${sql.placeholder("teamId")}::int`;
const halfAtBat = sql`case when ${games.homeTeamId} = ${teamId} then 'bottom' else 'top' end`;
const lastOf = (condition = sql``) =>
  sql`(select max(${playNumber}) from ${plays} where ${plays.gameId} = ${gameId}${condition})`;

const memberColumns = { cardId: rosterLinks.cardId, playerId: rosterLinks.playerId };

const { leagueId, status, homeTeamId, awayTeamId, automaticRunnerInning } = games;
const momentFields = {
  progress: progressFields,
  game: { leagueId, status, homeTeamId, awayTeamId, automaticRunnerInning },
  entries: sql<string>`(select ${textRows(lineupColumns, lineups.id)} from ${lineups}
    where ${lineups.gameId} = ${gameId} and ${lineups.teamId} = ${teamId})`,
  plays: sql<string>`(select ${textRows(relevantColumns, playNumber)} from ${plays}
    where ${plays.gameId} = ${gameId}
      and ${playNumber} in (${lastOf()}, ${lastOf(sql` and ${half} = ${halfAtBat}`)}))`,
  roster: sql<string>`(select ${textRows(memberColumns, rosterLinks.id)} from ${rosterLinks}
    where ${rosterLinks.gameId} = ${gameId} and ${rosterLinks.teamId} = ${teamId})`,
};

interface LineupMomentRow extends Pick<FoundMoment, "progress" | "game"> {
  readonly entries: string;
  readonly plays: string;
  readonly roster: string;
}

const momentRow: Statement<{ gameId: string; teamId: number }, LineupMomentRow> = compile({
  name: "findLineupMoment",
  access: "read",
  query: () => build.select(momentFields).from(games).where(eq(games.id, gameId)),
  fields: momentFields,
});

const readMembers = textRowsReader<FoundMoment["roster"][number]>(memberColumns);
const readPlays = textRowsReader<TurnFacts>(relevantColumns);

export const findLineupMoment: Statement<{ gameId: string; teamId: number }, FoundMoment> = withCodec(
  momentRow,
  {
    decode(values) {
      const { entries, plays: last, roster, ...found } = momentRow.decode(values);
      return {
        ...found,
        entries: readEntries(entries),
        plays: readPlays(last),
        roster: readMembers(roster),
      };
    },
  },
);

/** Entries to insert, in this order, in a game as it was read. */
export interface EnteringValues {
  readonly gameId: string;
  readonly feedVersion: number;
  readonly entering: readonly NewEntry[];
}

interface EnteredRow extends StateVersion {
  readonly entered: string;
}

const { gameId: _gameId, ...entryColumns } = insertable.lineup;
const named: [name: string, column: Column][] = Object.entries(entryColumns);
const list = (part: (named: [string, Column]) => ReturnType<typeof sql>) =>
  sql.join(named.map(part), sql`, `);

export const allColumns = sql.join(Object.values(lineupColumns), sql`, `);

/** Inserts the entries of `entering` in their order, if the part `game` returns a row and a condition is true. */
const enteredIf = (condition: SQL = sql`true`) => sql`entered as (
  insert into ${lineups} (game_id, feed_version, ${list(([, column]) => sql`${sql.identifier(column.name)}`)})
  select game.id, ${stamp}, ${list(([name]) => sql`entry.${sql.identifier(name)}`)}
  from game, rows from (json_to_recordset(${sql.placeholder("entering")}::json) as (
    ${list(([name, column]) => sql`${sql.identifier(name)} ${sql.raw(column.getSQLType())}`)}
  )) with ordinality as entry
  where ${condition}
  order by entry.ordinality
  returning ${allColumns}
)`;

/** The entries that a part of the statement returns, as one value. */
export const entriesOf = (part: string) =>
  sql<string>`(select ${textRows(lineupColumns, lineups.id)} from ${sql.identifier(part)} as ${lineups})`;

const entryValues = { ...insertable.lineup, feedVersion: lineups.feedVersion };
const insertEntry: Statement<object, LineupEntry> = compile({
  name: "lineup entry",
  access: "write",
  query: () => sql<LineupEntry>`${insertValues(lineups, entryValues)} returning ${allColumns}`,
  fields: lineupColumns,
});

/** Inserts entries one by one, in their order, in a game that was counted: a step of several statements. */
async function enterAll(
  run: RunStep,
  { id: gameId, feedVersion }: UpdatedGame,
  entering: readonly NewEntry[],
): Promise<LineupEntry[]> {
  const entered = entering.map((entry) => run(insertEntry, { ...entry, gameId, feedVersion }));
  return (await Promise.all(entered)).flat();
}

export interface StoredLineup extends StateVersion {
  readonly entries: LineupEntry[];
}

const startFields = { stateVersion: games.stateVersion, entered: entriesOf("entered") };

const start = () => ({ set: { stateVersion: increments.stateVersion }, where: isAsRead });
const updateForStart = gameUpdateStep<EnteringValues>("setStartingLineup", () => {
  const { set, where } = start();
  return { set: { ...set, ...keepsPlace }, where };
});

const startRow: Statement<object, EnteredRow> = compile({
  name: "setStartingLineup",
  access: "write",
  query: () => sql<EnteredRow>`with ${gameUpdate(start())}, ${enteredIf()}
select game.state_version, ${startFields.entered} as entered from game`,
  fields: startFields,
});

/** No row means that the game has moved on. */
export const setStartingLineup: Statement<EnteringValues, StoredLineup> = withCodec(startRow, {
  encode: ({ entering, ...values }) => startRow.encode({ ...values, entering: JSON.stringify(entering) }),
  decode(values) {
    const { stateVersion, entered } = startRow.decode(values);
    return { stateVersion, entries: readEntries(entered) };
  },
  async steps(run, values) {
    const [game] = await run(updateForStart, values);
    if (game === undefined) return [];
    return [{ stateVersion: game.stateVersion, entries: await enterAll(run, game, values.entering) }];
  },
});

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

const endedEntries = sql`ended as (
  update ${lineups}
  set is_active = false, feed_version = ${stamp},
    left_after_play = greatest(${lineups.afterPlay}, ${sql.placeholder("afterPlay")}::smallint)
  from game
  where ${lineups.gameId} = ${sql.placeholder("gameId")} and ${lineups.isActive}
    and ${lineups.id} in (select value::bigint from json_array_elements_text(${ended}))
  returning ${allColumns}
)`;
/** Checked too, because a change that was made without the game's lock did not change its version. */
const areAllActive = sql`(select count(*) from ${lineups} where ${lineups.gameId} = ${sql.placeholder("gameId")}
    and ${lineups.isActive} and ${lineups.id} in (select value::bigint from json_array_elements_text(${ended})))
  = json_array_length(${ended})`;
const haveAllLeft = sql`(select count(*) from ended) = json_array_length(${ended})`;

const substitution = { set: { stateVersion: increments.stateVersion }, where: and(isAsRead, areAllActive) };

const substituteFields = {
  stateVersion: games.stateVersion,
  entered: entriesOf("entered"),
  ended: entriesOf("ended"),
};

interface SubstitutionRow extends EnteredRow {
  readonly ended: string;
}

// The entries that end must be updated before the new ones are inserted, so that their batting slots and positions are free.
const substituteRow: Statement<object, SubstitutionRow> = compile({
  name: "substitute",
  access: "write",
  query: () => sql<SubstitutionRow>`with ${gameUpdate(substitution)}, ${endedEntries},
${enteredIf(haveAllLeft)}
select game.state_version, ${substituteFields.entered} as entered, ${substituteFields.ended} as ended from game`,
  fields: substituteFields,
});

const leaveFields = { id: games.id, stateVersion: games.stateVersion, feedVersion: games.feedVersion };
const leaveRow: Statement<object, UpdatedGame & { ended: string }> = compile({
  name: "substitute leaving",
  access: "write",
  query: () => sql<UpdatedGame & { ended: string }>`with ${gameUpdate({
    ...substitution,
    set: { ...substitution.set, ...keepsPlace },
  })}, ${endedEntries}
select game.id, game.state_version, game.feed_version, ${substituteFields.ended} as ended from game`,
  fields: { ...leaveFields, ended: substituteFields.ended },
});
const leave: Statement<SubstituteValues, UpdatedGame & { ended: string }> = withCodec(leaveRow, {
  encode: ({ entering: _, ended: ids, ...values }) =>
    leaveRow.encode({ ...values, ended: JSON.stringify(ids) }),
});

/** No row means that the game has moved on. */
export const substitute: Statement<SubstituteValues, StoredSubstitution> = withCodec(substituteRow, {
  encode: ({ entering, ended: ids, ...values }) =>
    substituteRow.encode({ ...values, entering: JSON.stringify(entering), ended: JSON.stringify(ids) }),
  decode(values) {
    const found = substituteRow.decode(values);
    return {
      stateVersion: found.stateVersion,
      entries: readEntries(found.entered),
      ended: readEntries(found.ended),
    };
  },
  async steps(run, values) {
    const [left] = await run(leave, values);
    if (left === undefined) return [];
    const { ended: endedRows, ...game } = left;
    const entries = await enterAll(run, game, values.entering);
    return [{ stateVersion: game.stateVersion, entries, ended: readEntries(endedRows) }];
  },
});
