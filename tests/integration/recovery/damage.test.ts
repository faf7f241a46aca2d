import { beforeAll, describe, expect, it } from "vitest";
import { parseGameFile, recordGame } from "../../../src/import.js";
import {
  DatabaseOperations,
  GameNotFoundError,
  type Inconsistency,
  type InconsistencyKind,
  newGameId,
  type Session,
  ValidationError,
  verifyGame,
} from "../../../src/index.js";
import { inconsistencyKinds } from "../../../src/recovery/verify/inconsistencies.js";
import { worldSeriesText } from "../../support/examples.js";
import { onServer } from "../../support/places.js";
import { query } from "../../support/raw-sql.js";
import { rejectionOf } from "../../support/sample-inputs.js";

const at = onServer();
let gameId: string;
/** The database's identifiers of the file's lineup entries: that of entry 1 at index 1. */
let entries: unknown[];

beforeAll(async () => {
  const file = parseGameFile(JSON.parse(await worldSeriesText()));
  gameId = file.game.id;
  await at().database.transaction((session) => recordGame(new DatabaseOperations(session), file));
  const rows = await at().database.transaction((session) =>
    query(session, "select id from lineups order by id"),
  );
  entries = [undefined, ...rows.map(({ id }) => id)];
});

/** Damages the game, returns what verify finds, and undoes the damage. */
async function findingsIn(...damage: string[]): Promise<Inconsistency[]> {
  await using session = await at().database.session();
  for (const statement of damage)
    await query(
      session,
      statement.replace(/#(\d+)/g, (_, id) => `${entries[id]}`),
    );
  return await verifyGame(session, gameId);
}

const play = (playNumber: number, change: string) =>
  `update plays set ${change} where play_number = ${playNumber}`;
const entry = (id: number, change: string) => `update lineups set ${change} where id = #${id}`;
const game = (change: string) => `update games set ${change}`;
const chicago = 16187;
const cleveland = 16322;
const fowler = 1229676033601;
/** Returns the game to its state after play 20, lineups included. */
const stoppedEarly = [
  "delete from plays where play_number > 20",
  "delete from lineups where after_play > 20",
  "update lineups set is_active = true, left_after_play = null",
  game("inning = 3, half = 'bottom', home_score = 0, away_score = 1"),
];

const onlyTheWin = "update lineups set decision = null where decision <> 'win'";

interface Damage {
  readonly what: string;
  readonly sql: readonly string[];
  readonly kind: InconsistencyKind;
  /** The play in which it is found; without it, the whole game. */
  readonly play?: number;
}

const damages: readonly Damage[] = [
  {
    what: "a play is missing",
    sql: ["delete from plays where play_number = 50"],
    kind: "play-number",
    play: 51,
  },
  {
    what: "the first play is missing",
    sql: ["delete from plays where play_number = 1"],
    kind: "play-number",
    play: 2,
  },
  { what: "a play has a later number", sql: [play(94, "play_number = 99")], kind: "play-number", play: 99 },
  { what: "a play is in a later inning", sql: [play(37, "inning = 6")], kind: "inning", play: 37 },
  { what: "a play is in the other half", sql: [play(37, "half = 'bottom'")], kind: "inning", play: 37 },
  { what: "an out is forgotten", sql: [play(40, "outs_before = 1")], kind: "outs", play: 40 },
  {
    what: "a half-inning has four outs",
    sql: ["alter table plays drop constraint plays_check", play(6, "outs_recorded = 2")],
    kind: "outs",
    play: 6,
  },
  {
    what: "a half-inning continues after its third out",
    sql: [play(5, "outs_recorded = 1")],
    kind: "outs",
    play: 6,
  },
  { what: "the game begins with an out", sql: [play(1, "outs_before = 1")], kind: "outs", play: 1 },
  { what: "the game begins with a run", sql: [play(1, "home_score = 1")], kind: "score", play: 1 },
  { what: "runs appear that nobody scored", sql: [play(50, "away_score = 9")], kind: "score", play: 50 },
  {
    what: "a run that scored is lost",
    sql: [play(49, "homerun = 0, rbi = 0, earned_runs = 0, earned_run_code = 0, batter_final = null")],
    kind: "score",
    play: 50,
  },
  { what: "a runner appears from nowhere", sql: [play(34, "on_first_id = #14")], kind: "runner", play: 34 },
  {
    what: "a runner is gone",
    sql: [play(41, "on_second_id = null, on_second_final = null, on_second_pitcher_id = null")],
    kind: "runner",
    play: 41,
  },
  {
    what: "a runner is on another base",
    sql: [
      play(
        22,
        "on_first_id = on_second_id, on_first_final = 3, on_second_id = null, on_second_final = null, on_second_pitcher_id = null",
      ),
    ],
    kind: "runner",
    play: 22,
  },
  { what: "a runner is somebody else", sql: [play(41, "on_second_id = #3")], kind: "runner", play: 41 },
  {
    what: "a runner has left for a pinch runner",
    sql: [play(82, "on_first_id = #2")],
    kind: "runner",
    play: 82,
  },
  { what: "a runner is on the other team", sql: [play(41, "on_second_id = #17")], kind: "runner", play: 41 },
  {
    what: "the runner concerned is on no base",
    sql: [play(15, "runner_id = #11")],
    kind: "runner",
    play: 15,
  },
  {
    what: "another place in the order bats",
    sql: [play(50, "batting_order = 3")],
    kind: "batting-order",
    play: 50,
  },
  {
    what: "a batter bats in another's place",
    sql: [play(50, "batter_id = #9")],
    kind: "batting-order",
    play: 50,
  },
  { what: "a batter has left", sql: [play(49, "batter_id = #7")], kind: "not-in-game", play: 49 },
  {
    what: "a batter is on the other team",
    sql: [play(50, "batter_id = #18")],
    kind: "not-in-game",
    play: 50,
  },
  {
    what: "a pitcher has not come in yet",
    sql: [play(10, "pitcher_id = #23")],
    kind: "not-in-game",
    play: 10,
  },
  {
    what: "a pitcher is of the side at bat",
    sql: [play(10, "pitcher_id = #20")],
    kind: "not-in-game",
    play: 10,
  },
  {
    what: "a pitcher of the side at bat is charged with a runner",
    sql: [play(41, "on_second_pitcher_id = #10")],
    kind: "not-in-game",
    play: 41,
  },
  {
    what: "a pitcher answers for a play before he comes in",
    sql: [play(10, "responsible_pitcher_id = #23")],
    kind: "not-in-game",
    play: 10,
  },
  {
    what: "a batter of the side in the field answers for a play",
    sql: [play(50, "responsible_batter_id = #18")],
    kind: "not-in-game",
    play: 50,
  },
  { what: "a fielder has left", sql: [play(62, "defender_id = #10")], kind: "not-in-game", play: 62 },
  { what: "a second baseman pitches", sql: [play(10, "pitcher_id = #9")], kind: "fielder", play: 10 },
  { what: "a second baseman catches", sql: [play(10, "catcher_id = #9")], kind: "fielder", play: 10 },
  { what: "a designated hitter fields", sql: [play(10, "defender_id = #2")], kind: "fielder", play: 10 },
  {
    what: "a player is in two places",
    sql: [entry(3, `player_id = ${fowler}`)],
    kind: "player-twice",
    play: 1,
  },
  {
    what: "a player is on both sides",
    sql: [entry(36, `player_id = ${fowler}`)],
    kind: "player-twice",
    play: 87,
  },
  {
    what: "two have one place in the order",
    sql: ["drop index lineups_active_slot_key", entry(27, "is_active = true, left_after_play = null")],
    kind: "slot-twice",
    play: 63,
  },
  {
    what: "two stand in one position",
    sql: ["drop index lineups_active_position_key", entry(37, "is_active = true, left_after_play = null")],
    kind: "position-twice",
    play: 94,
  },
  {
    what: "somebody comes in after the last play",
    sql: [
      `insert into lineups (game_id, team_id, player_id, position, is_active, after_play)
        select id, home_team_id, 1, 'PH', false, 120 from games`,
    ],
    kind: "lineup",
  },
  {
    what: "a substitute replaces a player of the other team",
    sql: [entry(38, "replacing_id = #36")],
    kind: "lineup",
  },
  { what: "plays come after the end", sql: [game("scheduled_innings = 5")], kind: "after-the-end", play: 48 },
  { what: "the game's score is another", sql: [game("home_score = 8")], kind: "game-state" },
  { what: "the game's inning is another", sql: [game("inning = 7")], kind: "game-state" },
  { what: "the game's half is another", sql: [game("half = 'top'")], kind: "game-state" },
  {
    what: "a game with plays is still pending",
    sql: [game("status = 'pending', winner_team_id = null")],
    kind: "status",
  },
  { what: "a completed game stopped early", sql: stoppedEarly, kind: "status" },
  {
    what: "a completed game has no plays",
    sql: [
      ...stoppedEarly,
      "delete from plays",
      game("inning = 1, half = 'top', away_score = 0, winner_team_id = null"),
    ],
    kind: "status",
  },
  { what: "the winner lost", sql: [game(`winner_team_id = ${cleveland}`)], kind: "winner" },
  { what: "there is no winner", sql: [game("winner_team_id = null")], kind: "winner" },
  { what: "a game that continues has a winner", sql: [game("status = 'active'")], kind: "winner" },
  {
    what: "a game that continues is decided",
    sql: [onlyTheWin, game("status = 'active', winner_team_id = null")],
    kind: "decision",
  },
  {
    what: "the winning team's pitcher lost",
    sql: [onlyTheWin, entry(29, "decision = 'loss'")],
    kind: "decision",
  },
  {
    what: "somebody won who has not pitched",
    sql: [onlyTheWin, entry(29, "decision = null"), entry(2, "decision = 'win'")],
    kind: "decision",
  },
  {
    what: "the losing team's pitcher saved the game",
    sql: [entry(38, "decision = null"), entry(36, "decision = 'save'")],
    kind: "decision",
  },
];

describe("dugout verify of a real game", () => {
  it("finds nothing in a consistent game", async () => {
    expect(await findingsIn()).toEqual([]);
  });

  it.each(damages.map((damage) => [damage.what, damage] as const))(
    "finds that %s, and nothing else",
    async (_, damage) => {
      const { sql, kind, play: number } = damage;
      const found = await findingsIn(...sql);
      expect(found.map((each) => ({ kind: each.kind, play: each.play }))).toEqual([{ kind, play: number }]);
      expect(found[0]?.message).toMatch(/^[A-Z].*\.$/s);
    },
  );

  it("is tested with every kind of finding", () => {
    const tried = new Set(damages.map(({ kind }) => kind));
    expect([...tried].sort()).toEqual(Object.keys(inconsistencyKinds).sort());
  });

  it("reports several findings in the order of the plays, those of the whole game last", async () => {
    const found = await findingsIn(
      game("home_score = 8"),
      play(50, "away_score = 9"),
      play(10, "catcher_id = #9"),
    );
    expect(found.map(({ kind }) => kind)).toEqual(["fielder", "score", "game-state"]);
  });

  it("describes the problems in plain words", async () => {
    const found = await findingsIn(
      play(34, "on_first_id = #14"),
      play(50, "batting_order = 3, away_score = 9"),
      play(5, "outs_recorded = 1"),
      game(`winner_team_id = ${cleveland}`),
    );
    const name = (player: string, id: number) => `${player} (lineup entry ${entries[id]})`;
    expect(found.map(({ message }) => message)).toEqual([
      "The top of inning 1 continues after its third out.",
      `${name("Mike Napoli", 14)} appears on first base from nowhere.`,
      "It begins at 9:3 (away team first), and should begin at 6:3.",
      `Place 3 of the batting order bats, ${name("Jason Heyward", 8)}; place 8 is due, ${name("Jason Heyward", 8)}.`,
      `The game ended 8:7 (away team first): the winner is team ${chicago}, not team ${cleveland}.`,
    ]);
    const decided = await findingsIn(onlyTheWin, entry(29, "decision = 'loss'"));
    expect(decided.map(({ message }) => message)).toEqual([
      `The loss of ${name("Aroldis Chapman", 29)} cannot be: team ${chicago} won.`,
    ]);
  });
});

describe("verifyGame", () => {
  it("names a missing game, and an invalid identifier", async () => {
    expect(await rejectionOf(verifyGame(at().database, newGameId()))).toBeInstanceOf(GameNotFoundError);
    expect(await rejectionOf(verifyGame(at().database, "seven"))).toBeInstanceOf(ValidationError);
  });

  it("sees what a session has written but not committed", async () => {
    const damaged = async (session: Session) => {
      await query(session, game("inning = 7"));
      return verifyGame(session, gameId);
    };
    await using session = await at().database.session();
    expect(await damaged(session)).toHaveLength(1);
    expect(await verifyGame(at().database, gameId)).toEqual([]);
  });
});
