import { bigint, integer, smallint, text, uuid } from "drizzle-orm/pg-core";

const count = (name: string) => smallint(name).notNull();

/** The player of a line: one player of one team in one game. */
export const lineOwner = () => ({
  gameId: uuid("game_id").notNull(),
  entryId: bigint("entry_id", { mode: "number" }).notNull(),
  teamId: integer("team_id").notNull(),
  cardId: bigint("card_id", { mode: "number" }),
  playerId: bigint("player_id", { mode: "number" }),
  playerName: text("player_name"),
});

/** What a batter did in a game; the names are those of the play's counts. */
export const battingCounts = () => ({
  pa: count("pa"),
  ab: count("ab"),
  run: count("run"),
  hit: count("hit"),
  double: count("double"),
  triple: count("triple"),
  homerun: count("homerun"),
  rbi: count("rbi"),
  bb: count("bb"),
  ibb: count("ibb"),
  so: count("so"),
  hbp: count("hbp"),
  sacBunt: count("sac_bunt"),
  sacFly: count("sac_fly"),
  gidp: count("gidp"),
  sb: count("sb"),
  cs: count("cs"),
});

/** What a pitcher did in a game; a batter faced is a plate appearance. */
export const pitchingCounts = () => ({
  start: count("start"),
  finish: count("finish"),
  completeGame: count("complete_game"),
  shutout: count("shutout"),
  win: count("win"),
  loss: count("loss"),
  save: count("save"),
  outsRecorded: count("outs_recorded"),
  pa: count("pa"),
  ab: count("ab"),
  hit: count("hit"),
  double: count("double"),
  triple: count("triple"),
  homerun: count("homerun"),
  run: count("run"),
  earnedRun: count("earned_run"),
  bb: count("bb"),
  ibb: count("ibb"),
  so: count("so"),
  hbp: count("hbp"),
  sacBunt: count("sac_bunt"),
  sacFly: count("sac_fly"),
  gidp: count("gidp"),
  wildPitch: count("wild_pitch"),
  balk: count("balk"),
});

/** A batter's positions, such as `PH-RF-LF`, and place in the batting order. */
export const battingRole = () => ({
  positions: text("positions").notNull(),
  battingOrder: smallint("batting_order"),
});
