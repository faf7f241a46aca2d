import { sql } from "drizzle-orm";
import { bigint, doublePrecision, integer, pgView, text } from "drizzle-orm/pg-core";
import { leagues } from "../../rules/vocabulary.js";
import { battingCounts, pitchingCounts } from "./line-columns.js";
import { battingRates, pitchingRates } from "./rates.js";
import { storedBattingLines, storedPitchingLines } from "./stored-lines-tables.js";
import { columnNames } from "./view-columns.js";

const count = (name: string) => integer(name).notNull();
const rate = (name: string) => doublePrecision(name);

const owner = () => ({
  leagueId: text("league_id", { enum: leagues }).notNull(),
  season: text("season"),
  cardId: bigint("card_id", { mode: "number" }),
  playerId: bigint("player_id", { mode: "number" }),
  playerName: text("player_name"),
  teams: count("teams"),
  games: count("games"),
});

/** The columns of counts, now wide enough for a season. */
const summed = <Counts extends Record<string, unknown>>(counts: Counts, names: readonly string[]) =>
  Object.fromEntries(Object.keys(counts).map((field, index) => [field, count(names[index] ?? field)])) as {
    [Field in keyof Counts]: ReturnType<typeof count>;
  };

const battingNames = columnNames(storedBattingLines, battingCounts());
const pitchingNames = columnNames(storedPitchingLines, pitchingCounts());

/** A team whose player was traded is one of several; a game for both teams of it is two lines, and one game. */
const seasonSql = (
  lines: string,
  names: readonly string[],
  rates: Readonly<Record<string, string>>,
) => `select totals.*,
  ${Object.entries(rates)
    .map(([name, formula]) => `${formula} as ${name}`)
    .join(",\n  ")}
from (
  select league_id, season, card_id, player_id, min(player_name) as player_name,
    count(distinct team_id)::int as teams, count(distinct game_id)::int as games,
    ${names.map((name) => `sum(${name})::int as ${name}`).join(", ")}
  from ${lines}
  where status = 'completed'
  group by league_id, season, card_id, player_id
) totals`;

const column = (name: string) => `totals.${name}`;

/** What each batter did in each season, over all his teams and completed games. */
export const battingSeasons = pgView("batting_seasons", {
  ...owner(),
  ...summed(battingCounts(), battingNames),
  totalBases: count("total_bases"),
  average: rate("average"),
  onBase: rate("on_base"),
  slugging: rate("slugging"),
  onBasePlusSlugging: rate("on_base_plus_slugging"),
  isolatedPower: rate("isolated_power"),
  babip: rate("babip"),
}).as(sql.raw(seasonSql("batting_lines", battingNames, battingRates(column))));

/** What each pitcher did in each season, over all his teams and completed games. */
export const pitchingSeasons = pgView("pitching_seasons", {
  ...owner(),
  ...summed(pitchingCounts(), pitchingNames),
  inningsPitched: text("innings_pitched").notNull(),
  earnedRunAverage: rate("earned_run_average"),
  walksAndHitsPerInning: rate("walks_and_hits_per_inning"),
  soPerNine: rate("so_per_nine"),
  bbPerNine: rate("bb_per_nine"),
  homerunPerNine: rate("homerun_per_nine"),
  babip: rate("babip"),
}).as(sql.raw(seasonSql("pitching_lines", pitchingNames, pitchingRates(column))));
