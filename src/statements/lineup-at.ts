import { asc, eq, sql } from "drizzle-orm";
import { type LineupEntry, lineups } from "../models/lineups.js";
import { lineupColumns } from "./columns.js";
import { build, compile, type Statement } from "./statement.js";

/** Every entry of both teams. Which of them stood in the lineup at a moment is told by what came after, too. */
export const getLineupAt: Statement<{ gameId: string }, LineupEntry> = compile({
  name: "getLineupAt",
  access: "read",
  query: build
    .select(lineupColumns)
    .from(lineups)
    .where(eq(lineups.gameId, sql.placeholder("gameId")))
    .orderBy(asc(lineups.teamId), asc(lineups.battingOrder), asc(lineups.id)),
  fields: lineupColumns,
});
