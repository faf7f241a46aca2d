import { asc, eq, getViewSelectedFields, sql } from "drizzle-orm";
import { battingLines, fieldingLines, pitchingLines } from "../../models/statistics/index.js";
import { build, compile, type Statement } from "../../statements/statement.js";

const gameId = sql.placeholder("gameId");

function lineFields<Fields extends Readonly<Record<"leagueId" | "season" | "status" | "gameId", unknown>>>(
  fields: Fields,
): Omit<Fields, "leagueId" | "season" | "status" | "gameId"> {
  const { leagueId: _league, season: _season, status: _status, gameId: _game, ...line } = fields;
  return line;
}

type OfLine<Line> = Omit<Line, "leagueId" | "season" | "status" | "gameId">;

/** What one player of one team did at bat and on the bases in a game. */
export type BattingLine = OfLine<typeof battingLines.$inferSelect>;
/** What one pitcher did in a game. */
export type PitchingLine = OfLine<typeof pitchingLines.$inferSelect>;
/** What one player did at one position in the field in a game. */
export type FieldingLine = OfLine<typeof fieldingLines.$inferSelect>;

interface OfGame {
  readonly gameId: string;
}

const battingFields = lineFields(getViewSelectedFields(battingLines));
const pitchingFields = lineFields(getViewSelectedFields(pitchingLines));
const fieldingFields = lineFields(getViewSelectedFields(fieldingLines));

/** By team and batting order; a substitute stands below the man whom he replaced, who does not bat at the end. */
export const battingLinesOfGame: Statement<OfGame, BattingLine> = compile({
  name: "battingLinesOfGame",
  access: "read",
  query: build
    .select(battingFields)
    .from(battingLines)
    .where(eq(battingLines.gameId, gameId))
    .orderBy(asc(battingLines.teamId), asc(battingLines.battingOrder), asc(battingLines.entryId)),
  fields: battingFields,
});

/** By team, in the order in which they came in. */
export const pitchingLinesOfGame: Statement<OfGame, PitchingLine> = compile({
  name: "pitchingLinesOfGame",
  access: "read",
  query: build
    .select(pitchingFields)
    .from(pitchingLines)
    .where(eq(pitchingLines.gameId, gameId))
    .orderBy(asc(pitchingLines.teamId), sql`${pitchingLines.start} desc`, asc(pitchingLines.entryId)),
  fields: pitchingFields,
});

/** By team and player. */
export const fieldingLinesOfGame: Statement<OfGame, FieldingLine> = compile({
  name: "fieldingLinesOfGame",
  access: "read",
  query: build
    .select(fieldingFields)
    .from(fieldingLines)
    .where(eq(fieldingLines.gameId, gameId))
    .orderBy(asc(fieldingLines.teamId), asc(fieldingLines.entryId), asc(fieldingLines.position)),
  fields: fieldingFields,
});
