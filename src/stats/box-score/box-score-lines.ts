import { type Column, getViewSelectedFields, type SQL, sql } from "drizzle-orm";
import { battingLines, battingLinesOfOne } from "../../models/statistics/batting-lines-view.js";
import { fieldingLines, fieldingLinesOfOne } from "../../models/statistics/fielding-lines-view.js";
import { pitchingLines, pitchingLinesOfOne } from "../../models/statistics/pitching-lines-view.js";
import type { FieldingPosition } from "../../rules/vocabulary.js";
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
export interface BattingLine extends OfLine<typeof battingLines.$inferSelect> {
  /** The first lineup entry of the player. */
  entryId: number;
  /** The team he plays for. */
  teamId: number;
  /** The card, in a PD game; null in an SBA game. */
  cardId: number | null;
  /** The player, in an SBA game; null in a PD game. */
  playerId: number | null;
  /** What to call the player. */
  playerName: string | null;
  /** Every role that he had, in order, with hyphens between: PH-RF-LF. */
  positions: string;
  /** His place in the batting order, 1 to 9; null for one who does not bat. */
  battingOrder: number | null;
  /** Plate appearances. */
  pa: number;
  /** At bats. */
  ab: number;
  /** Runs scored. */
  run: number;
  /** Hits. */
  hit: number;
  /** Doubles. */
  double: number;
  /** Triples. */
  triple: number;
  /** Home runs. */
  homerun: number;
  /** Runs batted in. */
  rbi: number;
  /** Bases on balls, the intentional ones included. */
  bb: number;
  /** Intentional bases on balls. */
  ibb: number;
  /** Strikeouts. */
  so: number;
  /** Times hit by a pitch. */
  hbp: number;
  /** Sacrifice bunts. */
  sacBunt: number;
  /** Sacrifice flies. */
  sacFly: number;
  /** Times grounded into a double play. */
  gidp: number;
  /** Stolen bases. */
  sb: number;
  /** Times caught stealing. */
  cs: number;
}
/** What one pitcher did in a game. */
export interface PitchingLine extends OfLine<typeof pitchingLines.$inferSelect> {
  /** The first lineup entry in which he pitched. */
  entryId: number;
  /** The team he plays for. */
  teamId: number;
  /** The card, in a PD game; null in an SBA game. */
  cardId: number | null;
  /** The player, in an SBA game; null in a PD game. */
  playerId: number | null;
  /** What to call the player. */
  playerName: string | null;
  /** Games started. */
  start: number;
  /** Games finished by one who did not start. */
  finish: number;
  /** Complete games. */
  completeGame: number;
  /** Complete games without a run. */
  shutout: number;
  /** Games won. */
  win: number;
  /** Games lost. */
  loss: number;
  /** Games saved. */
  save: number;
  /** Outs while he pitched; three are an inning. */
  outsRecorded: number;
  /** Batters faced. */
  pa: number;
  /** At bats against him. */
  ab: number;
  /** Hits against him. */
  hit: number;
  /** Doubles against him. */
  double: number;
  /** Triples against him. */
  triple: number;
  /** Home runs against him. */
  homerun: number;
  /** Runs charged to him. */
  run: number;
  /** Earned runs charged to him. */
  earnedRun: number;
  /** Bases on balls, the intentional ones included. */
  bb: number;
  /** Intentional bases on balls. */
  ibb: number;
  /** Strikeouts. */
  so: number;
  /** Batters hit by a pitch. */
  hbp: number;
  /** Sacrifice bunts against him. */
  sacBunt: number;
  /** Sacrifice flies against him. */
  sacFly: number;
  /** Double plays grounded into against him. */
  gidp: number;
  /** Wild pitches. */
  wildPitch: number;
  /** Balks. */
  balk: number;
}
/** What one player did at one position in the field in a game. */
export interface FieldingLine extends OfLine<typeof fieldingLines.$inferSelect> {
  /** The first lineup entry of the player. */
  entryId: number;
  /** The team he plays for. */
  teamId: number;
  /** The card, in a PD game; null in an SBA game. */
  cardId: number | null;
  /** The player, in an SBA game; null in a PD game. */
  playerId: number | null;
  /** What to call the player. */
  playerName: string | null;
  /** The position, from P to RF. */
  position: FieldingPosition;
  /** Putouts. */
  putout: number;
  /** Assists. */
  assist: number;
  /** Errors. */
  error: number;
  /** Passed balls. */
  passedBall: number;
}

const battingFields = lineFields(getViewSelectedFields(battingLines));
const pitchingFields = lineFields(getViewSelectedFields(pitchingLines));
const fieldingFields = lineFields(getViewSelectedFields(fieldingLines));

function linesOfGame<Line>(
  name: string,
  lines: SQL,
  fields: object,
  order: string,
): Statement<{ gameId: string }, Line> {
  const columns = Object.values(fields as Readonly<Record<string, Column>>);
  const list = () =>
    sql.join(
      columns.map(({ name }) => sql`line.${sql.identifier(name)}`),
      sql`, `,
    );
  const query = () => sql<Line>`select ${list()} from (\n${lines}\n) line order by ${sql.raw(order)}`;
  return compile({ name, access: "read", query, fields: { ...fields } });
}

/** By team and batting order; a substitute comes after the player whom he replaced. */
export const battingLinesOfGame: Statement<{ gameId: string }, BattingLine> = linesOfGame(
  "battingLinesOfGame",
  battingLinesOfOne(theGame),
  battingFields,
  "line.team_id, line.batting_order, line.entry_id",
);

/** By team, in the order in which they came in. */
export const pitchingLinesOfGame: Statement<{ gameId: string }, PitchingLine> = linesOfGame(
  "pitchingLinesOfGame",
  pitchingLinesOfOne(theGame),
  pitchingFields,
  "line.team_id, line.start desc, line.entry_id",
);

/** By team and player. */
export const fieldingLinesOfGame: Statement<{ gameId: string }, FieldingLine> = linesOfGame(
  "fieldingLinesOfGame",
  fieldingLinesOfOne(theGame),
  fieldingFields,
  "line.team_id, line.entry_id, line.position",
);
