import { and, eq, sql } from "drizzle-orm";
import { plays } from "../models/plays/index.js";
import { insertable } from "./columns.js";
import { countedGame, isUnmoved, stamp } from "./counted-game.js";
import { isAtExpectedVersion } from "./games.js";
import { typedPlaceholder } from "./insert-from.js";
import { lastPlay } from "./life-cycle.js";
import { type RecordedValues, recordedState, writingStatement } from "./plays.js";

interface RevisionValues extends RecordedValues {
  /** When it was made; null leaves the time that it has. */
  readonly madeAt: Date | null;
}

const { gameId: _gameId, playNumber: _playNumber, createdAt: _createdAt, ...content } = insertable.play;
const number = sql.placeholder("playNumber");
const assignments = [
  ...Object.entries(content).map(
    (entry) => sql`${sql.identifier(entry[1].name)} = ${typedPlaceholder(entry)}`,
  ),
  sql`created_at = coalesce(${sql.param(sql.placeholder("madeAt"), plays.createdAt)}::timestamptz, ${plays.createdAt})`,
  sql`feed_version = ${stamp}`,
  sql`state_hash = ${sql.placeholder("stateHash")}::int`,
];

/** No row means that the play is not the last one, that the game is not as expected, or that it has moved on. */
export const reviseLastPlay = writingStatement<RevisionValues>(
  "reviseLastPlay",
  countedGame({
    set: recordedState,
    where: and(isAtExpectedVersion, isUnmoved, sql`${lastPlay} = ${number}::int`),
  }),
  sql`update ${plays} set ${sql.join(assignments, sql`, `)} from game
  where ${and(eq(plays.gameId, sql.placeholder("gameId")), eq(plays.playNumber, number))}`,
);
