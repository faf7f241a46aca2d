import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  integer,
  jsonb,
  type PgColumn,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { type Half, halves, type Position, positions } from "../rules/vocabulary.js";
import { checkByFunction, type Patterns } from "./check-constraints.js";
import { feedVersion, games } from "./games-table.js";
import { type InputOf, inputSchema, type RowOf, type Values } from "./input-schemas.js";
import { lineups } from "./lineups-table.js";
import { playRules } from "./play-rules.js";
import type { JsonObject } from "./storable-values.js";

const zeroOrOne = [0, 1] as const;
const upToThree = [0, 3] as const;

/** The smallest and largest value of every number in a play. A count of 0 or 1 says whether it happened. */
export const playRanges = {
  playNumber: [1, 32767],
  inning: [1, 99],
  outsBefore: [0, 2],
  battingOrder: [1, 9],
  awayScore: [0, 999],
  homeScore: [0, 999],
  batterFinal: [1, 4],
  onFirstFinal: [1, 4],
  onSecondFinal: [2, 4],
  onThirdFinal: [3, 4],
  pa: zeroOrOne,
  ab: zeroOrOne,
  hit: zeroOrOne,
  double: zeroOrOne,
  triple: zeroOrOne,
  homerun: zeroOrOne,
  bb: zeroOrOne,
  ibb: zeroOrOne,
  so: zeroOrOne,
  hbp: zeroOrOne,
  rbi: [0, 4],
  sacBunt: zeroOrOne,
  sacFly: zeroOrOne,
  gidp: zeroOrOne,
  sb: upToThree,
  cs: upToThree,
  pickOff: upToThree,
  wildPitch: zeroOrOne,
  passedBall: zeroOrOne,
  balk: zeroOrOne,
  error: [0, 9],
  bphr: zeroOrOne,
  bpfo: zeroOrOne,
  bp1b: zeroOrOne,
  bplo: zeroOrOne,
  outsRecorded: [0, 3],
  earnedRuns: [0, 4],
  wpa: [-1, 1],
  re24: [-10, 10],
  stolenBaseCode: [0, 7],
  caughtStealingCode: [0, 7],
  earnedRunCode: [0, 15],
  teamUnearnedRuns: [0, 4],
  doublePlay: zeroOrOne,
  triplePlay: zeroOrOne,
} as const;

const fielders = (most: number) => ({
  pattern: `^[1-9]{1,${most}}$`,
  message: `must be 1 to ${most} fielders by the scorer's numbers, such as 63 for the shortstop and the first baseman`,
});

/** The texts in a play that have a format. */
export const playPatterns = {
  putoutPositions: fielders(3),
  assistPositions: fielders(10),
  errorPositions: fielders(9),
} as const satisfies Patterns;

const lineupId = (name: string) => bigint(name, { mode: "number" });
const count = (name: string) => smallint(name).notNull().default(0);
const flag = (name: string) => boolean(name).notNull().default(false);

const situation = {
  inning: smallint("inning").notNull(),
  half: text("half", { enum: halves }).notNull(),
  outsBefore: smallint("outs_before").notNull(),
  battingOrder: smallint("batting_order").notNull(),
  awayScore: smallint("away_score").notNull(),
  homeScore: smallint("home_score").notNull(),
  onBaseCode: smallint("on_base_code")
    .notNull()
    .generatedAlwaysAs(
      sql`((on_first_id is not null)::int + 2 * (on_second_id is not null)::int + 4 * (on_third_id is not null)::int)::smallint`,
    ),
  isNewInning: flag("is_new_inning"),
  isTied: flag("is_tied"),
  isGoAhead: flag("is_go_ahead"),
  inPow: flag("in_pow"),
};

const people = {
  batterId: lineupId("batter_id").notNull(),
  pitcherId: lineupId("pitcher_id").notNull(),
  catcherId: lineupId("catcher_id"),
  defenderId: lineupId("defender_id"),
  runnerId: lineupId("runner_id"),
  onFirstId: lineupId("on_first_id"),
  onSecondId: lineupId("on_second_id"),
  onThirdId: lineupId("on_third_id"),
};

const responsibility = {
  responsibleBatterId: lineupId("responsible_batter_id"),
  responsiblePitcherId: lineupId("responsible_pitcher_id"),
  onFirstPitcherId: lineupId("on_first_pitcher_id"),
  onSecondPitcherId: lineupId("on_second_pitcher_id"),
  onThirdPitcherId: lineupId("on_third_pitcher_id"),
};

const movement = {
  batterFinal: smallint("batter_final"),
  onFirstFinal: smallint("on_first_final"),
  onSecondFinal: smallint("on_second_final"),
  onThirdFinal: smallint("on_third_final"),
};

const description = {
  diceRoll: text("dice_roll"),
  hitType: text("hit_type"),
  resultDescription: text("result_description"),
  checkPos: text("check_pos", { enum: positions }),
  playMetadata: jsonb("play_metadata").$type<JsonObject>().notNull().default({}),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().default(sql`now()`),
  locked: flag("locked"),
  complete: flag("complete"),
};

const counts = {
  pa: count("pa"),
  ab: count("ab"),
  hit: count("hit"),
  double: count("double"),
  triple: count("triple"),
  homerun: count("homerun"),
  bb: count("bb"),
  ibb: count("ibb"),
  so: count("so"),
  hbp: count("hbp"),
  rbi: count("rbi"),
  sacBunt: count("sac_bunt"),
  sacFly: count("sac_fly"),
  gidp: count("gidp"),
  sb: count("sb"),
  cs: count("cs"),
  pickOff: count("pick_off"),
  wildPitch: count("wild_pitch"),
  passedBall: count("passed_ball"),
  balk: count("balk"),
  error: count("error"),
  bphr: count("bphr"),
  bpfo: count("bpfo"),
  bp1b: count("bp1b"),
  bplo: count("bplo"),
  outsRecorded: count("outs_recorded"),
  runsScored: smallint("runs_scored")
    .notNull()
    .generatedAlwaysAs(
      sql`((coalesce(batter_final, 0) = 4)::int + (coalesce(on_first_final, 0) = 4)::int + (coalesce(on_second_final, 0) = 4)::int + (coalesce(on_third_final, 0) = 4)::int)::smallint`,
    ),
  earnedRuns: count("earned_runs"),
};

const credit = {
  stolenBaseCode: smallint("stolen_base_code"),
  caughtStealingCode: smallint("caught_stealing_code"),
  earnedRunCode: smallint("earned_run_code"),
  teamUnearnedRuns: count("team_unearned_runs"),
  putoutPositions: text("putout_positions"),
  assistPositions: text("assist_positions"),
  errorPositions: text("error_positions"),
  doublePlay: count("double_play"),
  triplePlay: count("triple_play"),
};

const value = {
  wpa: real("wpa"),
  re24: real("re24"),
};

export const plays = pgTable(
  "plays",
  {
    gameId: uuid("game_id").notNull(),
    playNumber: smallint("play_number").notNull(),
    id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    ...situation,
    ...people,
    ...movement,
    ...description,
    ...counts,
    ...value,
    ...responsibility,
    ...credit,
    feedVersion: feedVersion(),
    stateHash: integer("state_hash"),
  },
  (table) => {
    const person = (name: string, column: PgColumn) =>
      foreignKey({
        name: `plays_${name}_fkey`,
        columns: [table.gameId, column],
        foreignColumns: [lineups.gameId, lineups.id],
      });
    return [
      primaryKey({ name: "plays_pkey", columns: [table.gameId, table.playNumber] }),
      foreignKey({ name: "plays_game_fkey", columns: [table.gameId], foreignColumns: [games.id] }).onDelete(
        "cascade",
      ),
      person("batter", table.batterId),
      person("pitcher", table.pitcherId),
      person("catcher", table.catcherId),
      person("defender", table.defenderId),
      person("runner", table.runnerId),
      person("on_first", table.onFirstId),
      person("on_second", table.onSecondId),
      person("on_third", table.onThirdId),
      person("responsible_batter", table.responsibleBatterId),
      person("responsible_pitcher", table.responsiblePitcherId),
      person("on_first_pitcher", table.onFirstPitcherId),
      person("on_second_pitcher", table.onSecondPitcherId),
      person("on_third_pitcher", table.onThirdPitcherId),
      checkByFunction(table.gameId, { ranges: playRanges, patterns: playPatterns, rules: playRules }),
    ];
  },
);

/** Columns that the operations fill in. */
const hidden = ["feedVersion", "stateHash"] as const;
type Hidden = (typeof hidden)[number];

/** A row of `plays`. */
export interface Play extends RowOf<typeof plays, Hidden> {
  /** The game. */
  gameId: string;
  /** The place of the play in its game: 1, 2, 3 and so on, up to 32,767. */
  playNumber: number;
  /** Identity of the play, given by the database. */
  id: number;
  /** The inning, from 1 to 99. */
  inning: number;
  /** The half-inning: top (the away team bats) or bottom (the home team bats). */
  half: Half;
  /** Outs before the play, from 0 to 2. */
  outsBefore: number;
  /** The batter's place in the batting order, from 1 to 9. */
  battingOrder: number;
  /** Runs of the away team before the play, from 0 to 999. */
  awayScore: number;
  /** Runs of the home team before the play, from 0 to 999. */
  homeScore: number;
  /**
   * Bases occupied before the play: 1 for first, 2 for second, 4 for third, added up, from 0 to 7. The database computes
   * it.
   */
  onBaseCode: number;
  /** True for the first play of a half-inning. */
  isNewInning: boolean;
  /** True when the score was level before the play. */
  isTied: boolean;
  /** True when the play put the batting team in the lead. */
  isGoAhead: boolean;
  /** True when the pitcher was past the point of weakness (POW), the limit of endurance on the card. */
  inPow: boolean;
  /** Lineup entry of the batter. */
  batterId: number;
  /** Lineup entry of the pitcher. */
  pitcherId: number;
  /** Lineup entry of the catcher; null when it is not recorded. */
  catcherId: number | null;
  /** Lineup entry of the fielder to whom the play went; null when it went to nobody. */
  defenderId: number | null;
  /** Lineup entry of the runner whom the play is about, as in a steal or a pickoff; null when it is about none. */
  runnerId: number | null;
  /** Lineup entry of the runner on first base before the play; null when the base was empty. */
  onFirstId: number | null;
  /** Lineup entry of the runner on second base before the play; null when the base was empty. */
  onSecondId: number | null;
  /** Lineup entry of the runner on third base before the play; null when the base was empty. */
  onThirdId: number | null;
  /** The base that the batter reached, from 1 to 3, or 4 for a run; null when the batter is out or still at bat. */
  batterFinal: number | null;
  /**
   * The base that the runner from first reached, from 1 to 3, or 4 for a run; null when the runner is out or nobody was
   * there.
   */
  onFirstFinal: number | null;
  /** The base that the runner from second reached, 2 or 3, or 4 for a run; null when the runner is out or nobody was there. */
  onSecondFinal: number | null;
  /** The base that the runner from third reached: 3, or 4 for a run; null when the runner is out or nobody was there. */
  onThirdFinal: number | null;
  /** The dice as rolled, such as 3+4. */
  diceRoll: string | null;
  /** Kind of batted ball or event, in the league's own words. */
  hitType: string | null;
  /** The play in words. */
  resultDescription: string | null;
  /** The fielding position whose rating was checked for this play, an X result on the card; null when there was no check. */
  checkPos: Position | null;
  /** Whatever the league wants to keep with a play, as a JSON object. */
  playMetadata: JsonObject;
  /** When the play was made. */
  createdAt: Date;
  /** True when the play may no longer be changed. */
  locked: boolean;
  /** True when the play is over. */
  complete: boolean;
  /** Plate appearance: 1 when the play ended one, otherwise 0. */
  pa: number;
  /** At bat: 1 when the plate appearance counts as one, otherwise 0. */
  ab: number;
  /** Hit of any kind: 1 for a hit, otherwise 0. */
  hit: number;
  /** Two-base hit: 1 or 0. */
  double: number;
  /** Three-base hit: 1 or 0. */
  triple: number;
  /** Home run: 1 or 0. */
  homerun: number;
  /** Base on balls, intentional ones included: 1 or 0. */
  bb: number;
  /** Intentional base on balls: 1 or 0. */
  ibb: number;
  /** Strikeout: 1 or 0. */
  so: number;
  /** Batter hit by a pitch: 1 or 0. */
  hbp: number;
  /** Runs batted in, from 0 to 4. */
  rbi: number;
  /** Sacrifice bunt: 1 or 0. */
  sacBunt: number;
  /** Sacrifice fly: 1 or 0. */
  sacFly: number;
  /** Grounded into a double play: 1 or 0. */
  gidp: number;
  /** Stolen bases, from 0 to 3. */
  sb: number;
  /** Runners caught stealing, from 0 to 3. */
  cs: number;
  /** Runners picked off, from 0 to 3. */
  pickOff: number;
  /** Wild pitch: 1 or 0. */
  wildPitch: number;
  /** Passed ball: 1 or 0. */
  passedBall: number;
  /** Balk: 1 or 0. */
  balk: number;
  /** Errors of the fielding team, from 0 to 9. */
  error: number;
  /** Ballpark home run: 1 when the rating of the ballpark made the ball a home run, otherwise 0. */
  bphr: number;
  /** Ballpark flyout: 1 when the rating of the ballpark made the ball a flyout, otherwise 0. */
  bpfo: number;
  /** Ballpark single: 1 when the rating of the ballpark made the ball a single, otherwise 0. */
  bp1b: number;
  /** Ballpark lineout: 1 when the rating of the ballpark made the ball a lineout, otherwise 0. */
  bplo: number;
  /** Outs made on the play, from 0 to 3. */
  outsRecorded: number;
  /** Runs that scored, from 0 to 4: how many of the four finals are 4. The database computes it. */
  runsScored: number;
  /** Earned runs among the runs that scored, from 0 to 4. */
  earnedRuns: number;
  /** Win probability added for the batting team, from -1 to 1; null when it has not been computed. */
  wpa: number | null;
  /** Run expectancy added for the batting team, in runs, from -10 to 10; null when it has not been computed. */
  re24: number | null;
  /**
   * Lineup entry of the batter to whom the plate appearance counts, where another batter finished it (Official Baseball
   * Rules 9.15(b)); null for the batter.
   */
  responsibleBatterId: number | null;
  /**
   * Lineup entry of the pitcher against whom the plate appearance counts, where another pitcher finished it (Official
   * Baseball Rules 9.16(h)); null for the pitcher.
   */
  responsiblePitcherId: number | null;
  /**
   * Lineup entry of the pitcher who is charged with the runner on first base if the runner scores (Official Baseball Rules
   * 9.16(g)); null for the pitcher of the play.
   */
  onFirstPitcherId: number | null;
  /**
   * Lineup entry of the pitcher who is charged with the runner on second base if the runner scores; null for the pitcher
   * of the play.
   */
  onSecondPitcherId: number | null;
  /**
   * Lineup entry of the pitcher who is charged with the runner on third base if the runner scores; null for the pitcher of
   * the play.
   */
  onThirdPitcherId: number | null;
  /**
   * The bases from which runners stole: 1 for first, 2 for second, 4 for third, added up, from 0 to 7; null when runnerId
   * says it.
   */
  stolenBaseCode: number | null;
  /** The bases from which runners were caught stealing, as in stolenBaseCode, from 0 to 7; null when runnerId says it. */
  caughtStealingCode: number | null;
  /**
   * Whose runs are earned: 1 for the runner from first, 2 from second, 4 from third, 8 for the batter, added up, from 0 to
   * 15; null when earnedRuns says it.
   */
  earnedRunCode: number | null;
  /**
   * Of the earned runs, those that are earned against the pitcher and not against the team, from 0 to 4 (Official Baseball
   * Rules 9.16(i)).
   */
  teamUnearnedRuns: number;
  /** The fielders with a putout, by the scorer's numbers from 1 (pitcher) to 9 (right field), such as 43; null for nobody. */
  putoutPositions: string | null;
  /** The fielders with an assist, as in putoutPositions; null for nobody. */
  assistPositions: string | null;
  /** The fielders with an error, as in putoutPositions; null for nobody. */
  errorPositions: string | null;
  /** Double play by the fielders: 1 or 0. */
  doublePlay: number;
  /** Triple play by the fielders: 1 or 0. */
  triplePlay: number;
}

/** What `savePlay` takes: the situation, the batter and the pitcher are required; every count is 0 if left out. */
export interface PlayInput extends InputOf<Play, Omit<typeof plays.$inferInsert, Hidden>> {}
export type PlayValues = Values<PlayInput>;

export const playInput = inputSchema(plays, {
  ranges: playRanges,
  patterns: playPatterns,
  omit: hidden,
});
