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
import { halves, positions } from "../rules/vocabulary.js";
import { checkByFunction, type Patterns } from "./check-constraints.js";
import { feedVersion, games } from "./games-table.js";
import { inputSchema, type Values } from "./input-schemas.js";
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
export type Play = Omit<typeof plays.$inferSelect, Hidden>;

/** What `savePlay` takes: the situation, the batter and the pitcher are required; every count is 0 if left out. */
export type PlayInput = Omit<typeof plays.$inferInsert, Hidden>;
export type PlayValues = Omit<Values<typeof plays.$inferInsert>, Hidden>;

export const playInput = inputSchema(plays, {
  ranges: playRanges,
  patterns: playPatterns,
  omit: hidden,
});
