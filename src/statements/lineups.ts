import { and, asc, eq, sql } from "drizzle-orm";
import { type LineupEntry, type LineupValues, lineups } from "../models/lineups.js";
import { insertable, lineupColumns } from "./columns.js";
import { leagueInsert } from "./league-insert.js";
import { lastPlay } from "./life-cycle.js";
import { build, compile, type Statement } from "./statement.js";

export const addPdLineupCard = leagueInsert<LineupValues>({
  name: "addPdLineupCard",
  league: "pd",
  table: lineups,
  columns: insertable.lineup,
});

export const addSbaLineupPlayer = leagueInsert<LineupValues>({
  name: "addSbaLineupPlayer",
  league: "sba",
  table: lineups,
  columns: insertable.lineup,
});

export const getActiveLineup: Statement<{ gameId: string; teamId: number }, LineupEntry> = compile({
  name: "getActiveLineup",
  access: "read",
  query: build
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

/** Who has left stays gone since then, however often he is taken out. */
const leftAfterPlay = sql`case when ${lineups.isActive}
  then greatest(${lineups.afterPlay}, ${lastPlay}) else ${lineups.leftAfterPlay} end`;

export const deactivateLineupPlayer: Statement<{ gameId: string; lineupId: number }, LineupEntry> = compile({
  name: "deactivateLineupPlayer",
  access: "write",
  query: build
    .update(lineups)
    .set({ isActive: false, leftAfterPlay })
    .where(and(eq(lineups.gameId, sql.placeholder("gameId")), eq(lineups.id, sql.placeholder("lineupId"))))
    .returning(lineupColumns),
  fields: lineupColumns,
});
