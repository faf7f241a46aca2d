import { type Column, type SQL, sql } from "drizzle-orm";
import { type Game, games } from "../models/games-table.js";
import { type LineupEntry, lineups } from "../models/lineups-table.js";
import { type Play, plays } from "../models/plays-table.js";
import type { Decision } from "../rules/vocabulary.js";
import { build, compile, type Statement, textRow, textRowsReader, withCodec } from "./statement.js";
import { gameColumns, lineupColumns, playColumns } from "./statement-columns.js";

/** What a follower has seen of a game. */
export interface Known {
  readonly gameId: string;
  /** The game's feed_version; -1 if nothing is known. */
  readonly version: number;
  /** The greatest id of a play that it has; 0 if it has none. */
  readonly greatestPlay: number;
  /** When the game was created, if that is known: a game that was deleted and created again under its id is another game. */
  readonly createdAt: Date | null;
  /** True to return a row even if nothing has changed. */
  readonly isForced: boolean;
}

/** What has changed of a game since a follower read it, as of one instant. */
export interface FoundChange {
  /** The index of the game in the list that was given. */
  readonly slot: number;
  readonly game: Game;
  readonly version: number;
  /** How many plays there are. */
  readonly playCount: number;
  /** How many of them were known, changed or not. */
  readonly keptCount: number;
  /** The number of the last of those; 0 when there is none. */
  readonly lastKept: number;
  readonly greatestPlay: number;
  /** The plays that are new or were changed, in the order in which they were first stored. */
  readonly plays: Play[];
  /** The lineup entries of the pitchers of record. */
  readonly decisions: Readonly<Record<Decision, number | null>>;
  readonly entryIds: number[];
  /** The lineup entries that are new or were changed, in order of entry. */
  readonly entries: LineupEntry[];
}

interface KnownArrays {
  readonly slots: readonly number[];
  readonly gameIds: readonly string[];
  readonly versions: readonly number[];
  readonly greatest: readonly number[];
  readonly created: readonly (string | null)[];
  readonly forced: readonly boolean[];
}

const array = (name: keyof KnownArrays, type: string) => sql`${sql.placeholder(name)}::${sql.raw(type)}[]`;

const known = sql`unnest(${array("slots", "int")}, ${array("gameIds", "uuid")}, ${array("versions", "int")},
  ${array("greatest", "bigint")}, ${array("created", "timestamptz")}, ${array("forced", "boolean")})
  as known (slot, id, version, greatest, created, is_forced)`;

const changedRows = (columns: Record<string, Column>, order: Column, condition: SQL) =>
  sql`coalesce(string_agg(${textRow(columns)}, '' order by ${order}) filter (where ${condition}), '')`;

// One pass over the plays and one over the lineups of a game: counts, followed by the rows that have changed.
const wasKnown = sql`${plays.id} <= known.greatest`;
const foundPlays = sql<string>`(select concat_ws(',', count(*), count(*) filter (where ${wasKnown}),
    coalesce(max(${plays.playNumber}) filter (where ${wasKnown}), 0), coalesce(max(${plays.id}), 0)) || ';'
    || ${changedRows(playColumns, plays.id, sql`${plays.feedVersion} > known.version or not ${wasKnown}`)}
  from ${plays} where ${plays.gameId} = ${games.id})`;
const credited = (decision: Decision) =>
  sql`coalesce(max(${lineups.id}) filter (where ${lineups.decision} = ${sql.raw(`'${decision}'`)}), 0)`;
const foundEntries = sql<string>`(select concat_ws(',', ${credited("win")}, ${credited("loss")}, ${credited("save")},
    string_agg(${lineups.id}::text, ',' order by ${lineups.id})) || ';'
    || ${changedRows(lineupColumns, lineups.id, sql`${lineups.feedVersion} > known.version`)}
  from ${lineups} where ${lineups.gameId} = ${games.id})`;

const fields = {
  slot: sql<number>`known.slot`,
  game: gameColumns,
  version: games.feedVersion,
  plays: foundPlays,
  entries: foundEntries,
};

interface ChangeRow extends Pick<FoundChange, "slot" | "game" | "version"> {
  readonly plays: string;
  readonly entries: string;
}

const changeRow: Statement<KnownArrays, ChangeRow> = compile({
  name: "feedChanges",
  access: "read",
  query: () =>
    build
      .select(fields)
      .from(games)
      .innerJoin(known, sql`known.id = ${games.id}`)
      .where(
        sql`${games.feedVersion} <> known.version or known.is_forced or ${games.createdAt} <> known.created`,
      ),
  fields,
});

const readPlays = textRowsReader<Play>(playColumns);
const readEntries = textRowsReader<LineupEntry>(lineupColumns);

/** What has changed of each of the given games, in one snapshot. A game in which nothing has changed returns no row. */
export const feedChanges: Statement<{ known: readonly Known[] }, FoundChange> = withCodec(changeRow, {
  encode: ({ known: given }) =>
    changeRow.encode({
      slots: given.map((_, index) => index),
      gameIds: given.map(({ gameId }) => gameId),
      versions: given.map(({ version }) => version),
      greatest: given.map(({ greatestPlay }) => greatestPlay),
      created: given.map(({ createdAt }) => createdAt?.toISOString() ?? null),
      forced: given.map(({ isForced }) => isForced),
    }),
  decode(values) {
    const { slot, game, version, plays: ofPlays, entries: ofEntries } = changeRow.decode(values);
    const [figures, changedPlays] = split(ofPlays);
    const [[win, loss, save, ...entryIds], changedEntries] = split(ofEntries);
    const [playCount = 0, keptCount = 0, lastKept = 0, greatestPlay = 0] = figures;
    return {
      ...{ slot, game, version, playCount, keptCount, lastKept, greatestPlay },
      ...{ plays: readPlays(changedPlays), entryIds, entries: readEntries(changedEntries) },
      decisions: { win: win || null, loss: loss || null, save: save || null },
    };
  },
});

function split(text: string): [numbers: number[], rows: string] {
  const end = text.indexOf(";");
  return [text.slice(0, end).split(",").map(Number), text.slice(end + 1)];
}

const versionFields = { id: games.id, version: games.feedVersion };

/** The versions of those of the given games that exist. */
export const feedVersions: Statement<{ gameIds: readonly string[] }, { id: string; version: number }> =
  compile({
    name: "feedVersions",
    access: "read",
    query: () =>
      build
        .select(versionFields)
        .from(games)
        .where(sql`${games.id} = any(${sql.placeholder("gameIds")}::uuid[])`),
    fields: versionFields,
  });

const countFields = { count: sql<number>`count(*)::int` };

/** How many of the given games exist. */
export const countGames: Statement<{ gameIds: readonly string[] }, { count: number }> = compile({
  name: "countGames",
  access: "read",
  query: () =>
    build
      .select(countFields)
      .from(games)
      .where(sql`${games.id} = any(${sql.placeholder("gameIds")}::uuid[])`),
  fields: countFields,
});

/** Sends each payload to all listeners. The transaction does not wait for the disk, because a notification is only a hint. */
export const notifyFollowers: Statement<{ payloads: readonly string[] }, { sent: unknown }> = compile({
  name: "notifyFollowers",
  access: "read",
  query: () => sql<{
    sent: unknown;
  }>`select pg_notify('dugout_feed', payload), set_config('synchronous_commit', 'off', true)
  from unnest(${sql.placeholder("payloads")}::text[]) as payload`,
  fields: { sent: sql`pg_notify`, setting: sql`set_config` },
});

/** The channel on which the ids of changed games are sent. */
export const feedChannel = "dugout_feed";

const createdFields = { ...versionFields, createdAt: games.createdAt };
const pageFields = { ...createdFields, status: games.status };

/** A page of all games, in the order of their ids. */
export const allGameVersions: Statement<
  { after: string; limit: number },
  { id: string; version: number; status: Game["status"]; createdAt: Date }
> = compile({
  name: "allGameVersions",
  access: "read",
  query: () =>
    build
      .select(pageFields)
      .from(games)
      .where(sql`${games.id} > ${sql.placeholder("after")}::uuid`)
      .orderBy(games.id)
      .limit(sql.placeholder("limit")),
  fields: pageFields,
});

/** The games of these statuses, of one league or (null) of both. */
export const gamesOfStatus: Statement<
  { statuses: readonly string[]; leagueId: string | null },
  { id: string; version: number; createdAt: Date }
> = compile({
  name: "gamesOfStatus",
  access: "read",
  query: () =>
    build
      .select(createdFields)
      .from(games)
      .where(
        sql`${games.status} = any(${sql.placeholder("statuses")}::text[])
        and ${games.leagueId} = coalesce(${sql.placeholder("leagueId")}::text, ${games.leagueId})`,
      )
      .orderBy(games.createdAt, games.id),
  fields: createdFields,
});

/** The games that are not over, and those created since. */
export const recentGames: Statement<{ since: Date }, { id: string; version: number }> = compile({
  name: "recentGames",
  access: "read",
  query: () => sql<{ id: string; version: number }>`select ${games.id}, ${games.feedVersion} from ${games}
  where ${games.status} in ('pending', 'active', 'paused')
  union select ${games.id}, ${games.feedVersion} from ${games}
  where ${games.createdAt} >= ${sql.param(sql.placeholder("since"), games.createdAt)}`,
  fields: versionFields,
});
