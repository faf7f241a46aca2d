import { type Column, getViewSelectedFields, type SQL, sql } from "drizzle-orm";
import { battingLines, battingLinesOfOne } from "../../models/statistics/batting-lines-view.js";
import { fieldingLines, fieldingLinesOfOne } from "../../models/statistics/fielding-lines-view.js";
import { pitchingLines, pitchingLinesOfOne } from "../../models/statistics/pitching-lines-view.js";
import { compile, type Statement } from "../../statements/statement.js";

const theGame = sql`${sql.placeholder("gameId")}::uuid`;

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

function linesOfGame<Line>(name: string, lines: SQL, fields: object, order: string): Statement<OfGame, Line> {
  const list = sql.join(
    Object.values(fields as Readonly<Record<string, Column>>).map(
      (column) => sql`line.${sql.identifier(column.name)}`,
    ),
    sql`, `,
  );
  const query = sql<Line>`select ${list} from (\n${lines}\n) line order by ${sql.raw(order)}`;
  return compile({ name, access: "read", query, fields: { ...fields } });
}

/** By team and batting order; a substitute stands below the man whom he replaced, who does not bat at the end. */
export const battingLinesOfGame: Statement<OfGame, BattingLine> = linesOfGame(
  "battingLinesOfGame",
  battingLinesOfOne(theGame),
  battingFields,
  "line.team_id, line.batting_order, line.entry_id",
);

/** By team, in the order in which they came in. */
export const pitchingLinesOfGame: Statement<OfGame, PitchingLine> = linesOfGame(
  "pitchingLinesOfGame",
  pitchingLinesOfOne(theGame),
  pitchingFields,
  "line.team_id, line.start desc, line.entry_id",
);

/** By team and player. */
export const fieldingLinesOfGame: Statement<OfGame, FieldingLine> = linesOfGame(
  "fieldingLinesOfGame",
  fieldingLinesOfOne(theGame),
  fieldingFields,
  "line.team_id, line.entry_id, line.position",
);
