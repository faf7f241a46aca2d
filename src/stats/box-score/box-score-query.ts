import { eq, sql } from "drizzle-orm";
import { type Game, games } from "../../models/games-table.js";
import { checkArguments } from "../../operations/operation-input.js";
import type { Database } from "../../session/database.js";
import { build, compile, type Statement } from "../../statements/statement.js";
import { gameColumns } from "../../statements/statement-columns.js";
import { type LineScore, lineScore } from "../line-score-query.js";
import { boxEvents, type Outing } from "./box-score-events.js";
import {
  type BattingLine,
  battingLinesOfGame,
  type FieldingLine,
  fieldingLinesOfGame,
  type PitchingLine,
  pitchingLinesOfGame,
} from "./box-score-lines.js";

/** A half-inning in which a pitcher was replaced before he got an out. */
export interface UnfinishedInning {
  /** The pitcher's first lineup entry on the mound. */
  readonly entryId: number;
  /** The inning. */
  readonly inning: number;
  /** Batters whom he faced in it. */
  readonly pa: number;
}

/** A box score, as of one instant. */
export interface BoxScore extends LineScore {
  /** The game's row. */
  readonly game: Game;
  /** By team and batting order; a substitute comes after the player whom he replaced. Pitchers who do not bat are included. */
  readonly batting: readonly BattingLine[];
  /** By team and order of appearance. */
  readonly pitching: readonly PitchingLine[];
  /** By team and player, a line for each position that he played. */
  readonly fielding: readonly FieldingLine[];
  /** The batters who were hit by a pitch, in order. */
  readonly hitBatters: readonly { readonly pitcher: string; readonly batter: string }[];
  /** The half-innings in which a pitcher was replaced before he got an out. */
  readonly unfinishedInnings: readonly UnfinishedInning[];
}

const theGame: Statement<{ gameId: string }, Game> = compile({
  name: "gameOfBoxScore",
  access: "read",
  query: () =>
    build
      .select(gameColumns)
      .from(games)
      .where(eq(games.id, sql.placeholder("gameId"))),
  fields: gameColumns,
});

/**
 * Computes a full box score by SQL from the stored plays, also while the game is being played.
 *
 * @example
 * ```ts
 * const { away, home, batting, pitching } = await boxScore(database, gameId);
 * ```
 * @throws {GameNotFoundError}
 * @throws {ValidationError} when `gameId` is no UUID
 */
export async function boxScore(database: Database, gameId: string): Promise<BoxScore> {
  const values = checkArguments("boxScore", { gameId });
  return database.transaction(
    async (session) => {
      const [line, [game], batting, pitching, fielding, [events]] = await Promise.all([
        lineScore(session, gameId),
        session.execute(theGame, values),
        session.execute(battingLinesOfGame, values),
        session.execute(pitchingLinesOfGame, values),
        session.execute(fieldingLinesOfGame, values),
        session.execute(boxEvents, values),
      ]);
      const { hitBatters = [], outings = [] } = events ?? {};
      const unfinishedInnings = unfinishedOf(outings);
      return { ...line, game: game as Game, batting, pitching, fielding, hitBatters, unfinishedInnings };
    },
    { isolation: "repeatable read", readOnly: true },
  );
}

/** An outing that is followed by another one in the same half-inning was not finished. */
function unfinishedOf(outings: readonly Outing[]): UnfinishedInning[] {
  const wasRelieved = ({ inning, half, lastPlay }: Outing) =>
    outings.some((other) => other.inning === inning && other.half === half && other.lastPlay > lastPlay);
  return outings
    .filter((outing) => outing.outsRecorded === 0 && outing.pa > 0 && wasRelieved(outing))
    .map(({ entryId, inning, pa }) => ({ entryId, inning, pa }));
}
