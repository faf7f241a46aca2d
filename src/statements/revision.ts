import { and, eq, sql } from "drizzle-orm";
import { type PlayValues, plays } from "../models/plays/index.js";
import { insertable } from "./columns.js";
import { expectedGame } from "./expected-play.js";
import type { GameStateValues } from "./games.js";
import { recordingStatement } from "./plays.js";
import { build, placeholders } from "./statement.js";

interface RevisionValues {
  readonly play: PlayValues;
  /** When it was made; null leaves the time that it has. */
  readonly madeAt: Date | null;
  readonly state: GameStateValues;
  readonly expectedVersion: number | null;
  /** The play's own number: no other than the last is revised. */
  readonly expectedLastPlay: number;
}

const { gameId: _gameId, playNumber: _playNumber, createdAt: _createdAt, ...content } = insertable.play;
const createdAt = sql`coalesce(${sql.param(sql.placeholder("madeAt"), plays.createdAt)}::timestamptz, ${plays.createdAt})`;

const revisedPlay = build.$with("saved_play").as(
  build
    .update(plays)
    .set({ ...placeholders(content), createdAt } as never)
    .where(
      and(
        eq(plays.gameId, sql.placeholder("gameId")),
        eq(plays.playNumber, sql.placeholder("playNumber")),
        sql`exists (select 1 from ${expectedGame})`,
      ),
    )
    .returning({ id: plays.id }),
);

/** No row means that the play is not the last one, that the game is not as expected, or that it has moved on. */
export const reviseLastPlay = recordingStatement<RevisionValues>("reviseLastPlay", revisedPlay, [
  expectedGame,
]);
