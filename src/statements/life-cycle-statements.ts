import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Game, games } from "../models/games-table.js";
import { plays } from "../models/plays-table.js";
import type { GameStatus } from "../rules/vocabulary.js";
import { isAtExpectedVersion } from "./game-statements.js";
import { increments } from "./game-update.js";
import { build, compile, type Statement, textRow, textRowsReader, withCodec } from "./statement.js";
import { gameColumns } from "./statement-columns.js";
import { storableIfUnchanged, storeInSteps, storingParts } from "./stored-line-statements.js";

interface Transition {
  /** The statuses that a game may have before. */
  readonly from: readonly GameStatus[];
  readonly to: GameStatus;
}

/** Every change of a game's status, by its operation. No other change is legal. */
export const transitions = {
  startGame: { from: ["pending"], to: "active" },
  pauseGame: { from: ["active"], to: "paused" },
  resumeGame: { from: ["paused"], to: "active" },
  completeGame: { from: ["active", "paused"], to: "completed" },
  abandonGame: { from: ["pending", "active", "paused"], to: "abandoned" },
} as const satisfies Readonly<Record<string, Transition>>;

export type TransitionName = keyof typeof transitions;

/** The values of a step, of which each step uses some. */
export interface TransitionValues {
  readonly gameId: string;
  /** Null for any version. */
  readonly expectedVersion: number | null;
  readonly at?: Date;
  /** Null for the team with more runs, if there is one. */
  readonly winnerTeamId?: number | null;
}

/** A statement that takes a step, under the step's own name. */
export interface TransitionStatement extends Statement<TransitionValues, Game> {
  readonly name: TransitionName;
}

const word = (status: GameStatus) => sql.raw(`'${status}'`);
const winner = sql`${sql.placeholder("winnerTeamId")}::int`;
const leader = sql`case when ${games.homeScore} > ${games.awayScore} then ${games.homeTeamId}
  when ${games.awayScore} > ${games.homeScore} then ${games.awayTeamId} end`;
const at = (column: "startedAt" | "completedAt") => sql`${sql.param(sql.placeholder("at"), games[column])}`;

/**
 * A step is one UPDATE, which finds the game only if the step is legal in its status and version. Of two steps that are sent at
 * the same time, the second waits, and PostgreSQL then evaluates its condition again. So only one succeeds.
 */
function stepOf(
  name: TransitionName,
  change: Partial<Record<keyof Game, SQL>> = {},
  condition?: SQL,
  returned: typeof gameColumns = gameColumns,
) {
  const { from, to } = transitions[name];
  return build
    .update(games)
    .set({ status: word(to), ...change, ...increments })
    .where(
      and(
        eq(games.id, sql.placeholder("gameId")),
        sql`${games.status} in (${sql.join(from.map(word), sql`, `)})`,
        isAtExpectedVersion,
        condition,
      ),
    )
    .returning(returned);
}

function transition(name: TransitionName, query = () => stepOf(name)): TransitionStatement {
  return withCodec(compile<TransitionValues, Game>({ name, access: "write", query, fields: gameColumns }), {
    name,
  });
}

export const startGame = transition("startGame", () => stepOf("startGame", { startedAt: at("startedAt") }));
export const pauseGame = transition("pauseGame");
export const resumeGame = transition("resumeGame");
export const abandonGame = transition("abandonGame", () =>
  stepOf("abandonGame", { completedAt: at("completedAt") }),
);

const completionReturning = (returned: typeof gameColumns) =>
  stepOf(
    "completeGame",
    { winnerTeamId: sql`coalesce(${winner}, ${leader})`, completedAt: at("completedAt") },
    // A winner that is not one of the teams would violate a constraint, and abort the caller's whole transaction.
    sql`coalesce(${winner} in (${games.homeTeamId}, ${games.awayTeamId}), true)`,
    returned,
  );
const completion = () =>
  completionReturning({ ...gameColumns, feedVersion: games.feedVersion } as typeof gameColumns);
const completeAlone: Statement<TransitionValues, Game> = compile({
  name: "completeGame game",
  access: "write",
  query: () => completionReturning(gameColumns),
  fields: gameColumns,
});

const readGames = textRowsReader<Game>(gameColumns);
const completedFields = { game: sql<string>`${textRow(gameColumns)}` };
const completed: Statement<TransitionValues, { game: string }> = compile({
  name: "completeGame",
  access: "write",
  query: () => sql<{
    game: string;
  }>`with changed as ${completion()}, ${storableIfUnchanged}, ${storingParts()}
select ${completedFields.game} as game from changed as ${games}`,
  fields: completedFields,
});

/**
 * The batting and pitching lines of the game are stored with it, so that a season is added up from lines. It returns the row as
 * text: adapters wrap a statement that returns times in another one, in which PostgreSQL does not allow a WITH that writes.
 */
export const completeGame: TransitionStatement = withCodec(completed, {
  name: "completeGame",
  decode: (values) => readGames(completed.decode(values).game)[0] as Game,
  async steps(run, values) {
    const changed = await run(completeAlone, values);
    for (const { id } of changed) await storeInSteps(run, id);
    return changed;
  },
});

/** How far a game has progressed. */
export interface GameProgress {
  readonly status: GameStatus;
  readonly stateVersion: number;
  /** How many times its row, its plays or its lineups have changed. */
  readonly feedVersion: number;
  /** The last play's number, 0 before the first. */
  readonly lastPlay: number;
}

/** The number of a game's last play, as a value within another statement. */
export const lastPlay = sql<number>`(select coalesce(max(${plays.playNumber}), 0)::int from ${plays} where ${plays.gameId} = ${sql.placeholder("gameId")})`;

export const progressFields = {
  status: games.status,
  stateVersion: games.stateVersion,
  feedVersion: games.feedVersion,
  lastPlay,
};

const foundFields = { ...progressFields, homeTeamId: games.homeTeamId, awayTeamId: games.awayTeamId };

/** The fields of a game that explain why a step changed nothing. */
export type FoundGame = GameProgress & Pick<Game, "homeTeamId" | "awayTeamId">;

export const findGame: Statement<{ gameId: string }, FoundGame> = compile({
  name: "findGame",
  access: "read",
  query: () =>
    build
      .select(foundFields)
      .from(games)
      .where(eq(games.id, sql.placeholder("gameId"))),
  fields: foundFields,
});
