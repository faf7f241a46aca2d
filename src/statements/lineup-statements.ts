import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { type LineupEntry, type LineupValues, lineups } from "../models/lineups-table.js";
import { gameUpdate, gameUpdateStep, isUnchanged, keepsPlace, stamp } from "./game-update.js";
import { leagueInsert } from "./league-insert.js";
import { lastPlay } from "./life-cycle-statements.js";
import { build, compile, type Statement } from "./statement.js";
import { insertable, insertFrom, insertValues, lineupColumns } from "./statement-columns.js";

const isLineupEntry = {
  game: (where: SQL | undefined) => gameUpdate({ where }),
  step: (name: string, where: SQL | undefined) =>
    gameUpdateStep<object>(name, () => ({ set: keepsPlace, where })),
  insertAlone: () => insertValues(lineups, { ...insertable.lineup, feedVersion: lineups.feedVersion }),
  insert: () => insertFrom(lineups, insertable.lineup, sql`game`, { feed_version: stamp }),
  isOfRoster: true,
};

export const addPdLineupCard = leagueInsert<LineupValues>({
  name: "addPdLineupCard",
  league: "pd",
  ...isLineupEntry,
});

export const addSbaLineupPlayer = leagueInsert<LineupValues>({
  name: "addSbaLineupPlayer",
  league: "sba",
  ...isLineupEntry,
});

export const getActiveLineup: Statement<{ gameId: string; teamId: number }, LineupEntry> = compile({
  name: "getActiveLineup",
  access: "read",
  query: () =>
    build
      .select(lineupColumns)
      .from(lineups)
      .where(
        and(
          eq(lineups.gameId, sql.placeholder("gameId")),
          eq(lineups.teamId, sql.placeholder("teamId")),
          lineups.isActive,
        ),
      )
      .orderBy(asc(lineups.battingOrder), asc(lineups.id)),
  fields: lineupColumns,
});

/** An entry that has ended keeps the play after which it ended, also if it is deactivated again. */
const leftAfterPlay = sql`case when ${lineups.isActive}
  then greatest(${lineups.afterPlay}, ${lastPlay}) else ${lineups.leftAfterPlay} end`;
const isTheEntry = and(
  eq(lineups.gameId, sql.placeholder("gameId")),
  eq(lineups.id, sql.placeholder("lineupId")),
);

/** No row means that there is no such entry, or that the game has changed in the meantime. */
export const deactivateLineupPlayer: Statement<{ gameId: string; lineupId: number }, LineupEntry> = compile({
  name: "deactivateLineupPlayer",
  access: "write",
  query: () => sql<LineupEntry>`with ${gameUpdate({
    where: and(isUnchanged, sql`exists (select 1 from ${lineups} where ${isTheEntry})`),
  })}
update ${lineups} set is_active = false, left_after_play = ${leftAfterPlay}, feed_version = ${stamp} from game
where ${isTheEntry}
returning ${sql.join(Object.values(lineupColumns), sql`, `)}`,
  fields: lineupColumns,
});

/** Every entry of both teams: later entries are needed to compute which entries were in a lineup at a moment. */
export const getLineupAt: Statement<{ gameId: string }, LineupEntry> = compile({
  name: "getLineupAt",
  access: "read",
  query: () =>
    build
      .select(lineupColumns)
      .from(lineups)
      .where(eq(lineups.gameId, sql.placeholder("gameId")))
      .orderBy(asc(lineups.teamId), asc(lineups.battingOrder), asc(lineups.id)),
  fields: lineupColumns,
});
