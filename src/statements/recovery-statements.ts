import { and, asc, desc, eq, type Placeholder, type SQL, sql } from "drizzle-orm";
import { type GameSession, gameSessions } from "../models/game-sessions-table.js";
import { type Game, games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import { once } from "../models/once.js";
import { type Play, plays } from "../models/plays-table.js";
import { type InningPlay, inningPlayFields } from "../rules/scoring/scoring-game.js";
import type { Half } from "../rules/vocabulary.js";
import { build, compile, type Statement, textRow, textRows, textRowsReader, withCodec } from "./statement.js";
import { gameColumns, gameSessionColumns, lineupColumns, playColumns } from "./statement-columns.js";

/** The fields of a team's last play that decide who bats next. */
type LastTurn = Pick<Play, "battingOrder" | "pa">;

/** Everything that recovery reads of a game, as of one instant. */
export interface RecoveryRows {
  readonly game: Game;
  readonly lastPlay: Play | null;
  /** How many plays are stored. */
  readonly playCount: number;
  /** The plays of the last play's half-inning, in order; none before the first play. */
  readonly inningPlays: readonly InningPlay[];
  /** The last play of each half: that of the away team, and that of the home team. */
  readonly lastTurns: Readonly<Record<Half, LastTurn | null>>;
  /** The entries that are active, or that the last play names as batter, runner or charged pitcher, in order of entry. */
  readonly lineups: LineupEntry[];
  readonly session: GameSession | null;
}

const inningColumns = Object.fromEntries(
  inningPlayFields.map((field) => [field, plays[field]]),
) as unknown as Record<string, (typeof plays)["inning"]>;
const turnColumns = { battingOrder: plays.battingOrder, pa: plays.pa };

/**
 * The columns that recovery reads, for a game that is given as a value or for each game that a query finds. Each subquery
 * compares `game_id` with the given value itself, because a distributed PostgreSQL does not infer it from another part.
 */
function recoveryOf(gameId: Placeholder | typeof games.id) {
  const lastPlay = build
    .select(playColumns)
    .from(plays)
    .where(eq(plays.gameId, gameId))
    .orderBy(desc(plays.playNumber))
    .limit(1)
    .as("last_play");
  const lastPlayColumns = Object.fromEntries(
    Object.keys(playColumns).map((name) => [name, lastPlay[name as keyof typeof playColumns]]),
  ) as unknown as typeof playColumns;
  const named = sql.join(
    [
      ...[lastPlay.batterId, lastPlay.onFirstId, lastPlay.onSecondId, lastPlay.onThirdId],
      ...[lastPlay.pitcherId, lastPlay.responsiblePitcherId],
      ...[lastPlay.onFirstPitcherId, lastPlay.onSecondPitcherId, lastPlay.onThirdPitcherId],
    ],
    sql`, `,
  );
  const lastTurn = (half: Half) => sql<string | null>`(
  select ${textRow(turnColumns)} from ${plays}
  where ${and(eq(plays.gameId, gameId), eq(plays.half, sql.raw(`'${half}'`)))}
  order by ${plays.playNumber} desc limit 1)`;
  const fields = {
    game: gameColumns,
    lastPlay: lastPlayColumns,
    playCount: sql<number>`(select count(*)::int from ${plays} where ${plays.gameId} = ${gameId})`,
    inningPlays: sql<string>`(
  select ${textRows(inningColumns, plays.playNumber)} from ${plays}
  where ${plays.gameId} = ${gameId} and ${plays.inning} = ${lastPlay.inning} and ${plays.half} = ${lastPlay.half})`,
    lastTurns: { top: lastTurn("top"), bottom: lastTurn("bottom") },
    lineups: sql<string>`(
  select ${textRows(lineupColumns, lineups.id)} from ${lineups}
  where ${lineups.gameId} = ${gameId} and (${lineups.isActive} or ${lineups.id} in (${named})))`,
    session: sql<string>`(
  select ${textRows(gameSessionColumns, gameSessions.gameId)} from ${gameSessions}
  where ${gameSessions.gameId} = ${gameId})`,
  };
  return { fields, lastPlay, query: build.select(fields).from(games).leftJoinLateral(lastPlay, sql`true`) };
}

interface RecoveryRow {
  readonly game: Game;
  readonly lastPlay: { readonly [Column in keyof Play]: Play[Column] | null };
  readonly playCount: number;
  readonly inningPlays: string | null;
  readonly lastTurns: Readonly<Record<Half, string | null>>;
  readonly lineups: string;
  readonly session: string;
}

const readLineups = textRowsReader<LineupEntry>(lineupColumns);
const readSessions = textRowsReader<GameSession>(gameSessionColumns);
const readInningPlays = textRowsReader<InningPlay>(inningColumns);
const readTurns = textRowsReader<LastTurn>(turnColumns);

function decodeRow(row: RecoveryRow): RecoveryRows {
  const turn = (half: Half) => readTurns(row.lastTurns[half] ?? "")[0] ?? null;
  return {
    game: row.game,
    lastPlay: row.lastPlay.id === null ? null : (row.lastPlay as Play),
    playCount: row.playCount,
    inningPlays: readInningPlays(row.inningPlays ?? ""),
    lastTurns: { top: turn("top"), bottom: turn("bottom") },
    lineups: readLineups(row.lineups),
    session: readSessions(row.session)[0] ?? null,
  };
}

const ofGame = once(() => recoveryOf(sql.placeholder("gameId")));

const gameRow: Statement<{ gameId: string }, RecoveryRow> = compile({
  name: "recoverGame",
  access: "read",
  query: () => ofGame().query.where(eq(games.id, sql.placeholder("gameId"))),
  fields: () => ofGame().fields,
});

export const recoverGame: Statement<{ gameId: string }, RecoveryRows> = withCodec(gameRow, {
  decode: (values) => decodeRow(gameRow.decode(values)),
});

/** The game after which a page begins, in order of creation; nulls for the first page. */
export interface ActiveGamesPage {
  readonly createdAt: Date | null;
  readonly gameId: string | null;
  readonly pageSize: number;
}

const behind = sql`(coalesce(${sql.param(sql.placeholder("createdAt"), games.createdAt)}::timestamptz, '-infinity'),
    coalesce(${sql.placeholder("gameId")}::uuid, '00000000-0000-0000-0000-000000000000'))`;
const pageSize = sql`${sql.placeholder("pageSize")}::int`;

/** The next games of such a status. */
const nextGames = (condition: SQL) =>
  sql<NextGame>`select ${games.id}, ${games.createdAt} from ${games}
  where ${games.status} ${condition} and (${games.createdAt}, ${games.id}) > ${behind}
  order by ${games.createdAt}, ${games.id} limit ${pageSize}`;
/** Each uses the index by status and time. */
const nextActive = nextGames(sql`= 'active'`);
const nextPaused = nextGames(sql`= 'paused'`);

interface NextGame {
  readonly id: string;
  readonly createdAt: Date;
}

const ofEach = once(() => recoveryOf(games.id));

const pageRow: Statement<ActiveGamesPage, RecoveryRow> = compile({
  name: "recoverActiveGames",
  access: "read",
  query: () =>
    ofEach()
      .query.where(
        sql`${games.id} in (select id from ((${nextActive}) union all (${nextPaused})) as page
  order by created_at, id limit ${pageSize})`,
      )
      .orderBy(asc(games.createdAt), asc(games.id)),
  fields: () => ofEach().fields,
});

const ofGames = once(() => recoveryOf(games.id));
const foundFields = once(() => ({ ...ofGames().fields, version: games.feedVersion }));

const foundRow: Statement<{ gameIds: readonly string[] }, RecoveryRow & { version: number }> = compile({
  name: "recoverGames",
  access: "read",
  query: () =>
    build
      .select(foundFields())
      .from(games)
      .leftJoinLateral(ofGames().lastPlay, sql`true`)
      .where(sql`${games.id} = any(${sql.placeholder("gameIds")}::uuid[])`),
  fields: foundFields,
});

/** Each of these games that there is, with its feed_version. */
export const recoverGames: Statement<
  { gameIds: readonly string[] },
  { readonly rows: RecoveryRows; readonly version: number }
> = withCodec(foundRow, {
  decode(values) {
    const row = foundRow.decode(values);
    return { rows: decodeRow(row), version: row.version };
  },
});

const next: Statement<ActiveGamesPage, NextGame> = compile({
  name: "recoverActiveGames next",
  access: "read",
  query: () => nextGames(sql`in ('active', 'paused')`),
  fields: { id: games.id, createdAt: games.createdAt },
});

/**
 * A page of the games that are not over, in order of creation, which does not change with their status: no game is returned
 * twice, and none that stays is missed.
 *
 * A distributed PostgreSQL would query every shard for each status, copy the result to every node, and query every shard again.
 * There, the first step finds the games with one query of each shard, so that no game is missed that is paused or resumed in the
 * meantime. The second queries only the shards that have them.
 */
export const recoverActiveGames: Statement<ActiveGamesPage, RecoveryRows> = withCodec(pageRow, {
  decode: (values) => decodeRow(pageRow.decode(values)),
  async steps(run, { pageSize: size, ...begin }) {
    const found: RecoveryRows[] = [];
    for (let key = begin; ; ) {
      const wanted = size - found.length;
      const page = await run(next, { ...key, pageSize: wanted });
      const gameIds = page.map(({ id }) => id);
      const games = gameIds.length === 0 ? [] : await run(recoverGames, { gameIds });
      const rows = new Map(games.map(({ rows: of }) => [of.game.id, of]));
      // A game may have ended between the two.
      found.push(...gameIds.flatMap((id) => rows.get(id) ?? []).filter(({ game }) => isOn(game)));
      const last = page.at(-1);
      if (last === undefined || page.length < wanted || found.length === size) return found;
      key = { createdAt: last.createdAt, gameId: last.id };
    }
  },
});

const isOn = ({ status }: Game) => status === "active" || status === "paused";
