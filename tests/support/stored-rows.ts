import type { Database } from "../../src/index.js";
import { queryAlone } from "./raw-sql.js";

type Row = Record<string, unknown>;

/**
 * Every row of every game, as the database holds it, but for what depends on how it came there: identifiers, for which
 * lineup entries have their place in their game, and the count of the game's changes.
 */
export async function storedRows(database: Database) {
  const rowsOf = async (table: string, order: string) => {
    const rows = await queryAlone(database, `select to_jsonb(t) as row from ${table} t order by ${order}`);
    return rows.map(({ row }) => row as Row);
  };
  const games = await rowsOf("games", "id");
  const lineups = await rowsOf("lineups", "game_id, id");
  const plays = await rowsOf("plays", "game_id, play_number");
  const roster = await rowsOf("roster_links", "game_id, id");
  const places = placesOf(lineups);
  const linesOf = async (table: string, order: string) => {
    const rows = await rowsOf(table, order);
    return rows.map(({ state_version: _, ...row }) => withPlaces(row, places));
  };
  return {
    games: games.map(
      ({
        state_version: _,
        feed_version: _stamp,
        next_place: _place,
        next_place_version: _placeVersion,
        ...row
      }) => row,
    ),
    lineups: lineups.map(({ feed_version: _, ...row }) => withPlaces(row, places)),
    plays: plays.map(({ id: _, feed_version: _stamp, state_hash: _hash, ...row }) => withPlaces(row, places)),
    roster: roster.map(({ id: _, ...row }) => row),
    lines: await linesOf("stored_lines", "game_id"),
    battingLines: await linesOf("stored_batting_lines", "game_id, entry_id"),
    pitchingLines: await linesOf("stored_pitching_lines", "game_id, entry_id"),
  };
}

function placesOf(lineups: readonly Row[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  return new Map(
    lineups.map(({ id, game_id: gameId }) => {
      const place = (counts.get(gameId) ?? 0) + 1;
      counts.set(gameId, place);
      return [id, place];
    }),
  );
}

/** Columns that name lineup entries end in `_id`; those of the game, the team and the player do not name one. */
function withPlaces(row: Row, places: ReadonlyMap<unknown, number>): Row {
  const others = ["game_id", "team_id", "card_id", "player_id"];
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const names = (column === "id" || column.endsWith("_id")) && !others.includes(column);
      return [column, names && value !== null ? places.get(value) : value];
    }),
  );
}
