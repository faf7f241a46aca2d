import { eq, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import { plays } from "../models/plays-table.js";
import { type RosterLink, rosterLinks } from "../models/roster-links-table.js";
import type { LineupMoment, TurnFacts } from "../rules/lineups/lineup-moment.js";
import { type GameProgress, progressFields } from "./life-cycle-statements.js";
import { build, compile, type Statement, withCodec } from "./statement.js";
import { lineupColumns, playColumns } from "./statement-columns.js";
import { textRows, textRowsReader } from "./text-rows.js";

/** What the rules of substitution ask of one team's game, as of one instant. */
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
const fields = {
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

interface MomentRow extends Pick<FoundMoment, "progress" | "game"> {
  readonly entries: string;
  readonly plays: string;
  readonly roster: string;
}

const row: Statement<{ gameId: string; teamId: number }, MomentRow> = compile({
  name: "findLineupMoment",
  access: "read",
  query: () => build.select(fields).from(games).where(eq(games.id, gameId)),
  fields,
});

const readEntries = textRowsReader<LineupEntry>(lineupColumns);
const readMembers = textRowsReader<FoundMoment["roster"][number]>(memberColumns);
const readPlays = textRowsReader<TurnFacts>(relevantColumns);

export const findLineupMoment: Statement<{ gameId: string; teamId: number }, FoundMoment> = withCodec(row, {
  decode(values) {
    const { entries, plays: last, roster, ...found } = row.decode(values);
    return {
      ...found,
      entries: readEntries(entries),
      plays: readPlays(last),
      roster: readMembers(roster),
    };
  },
});
