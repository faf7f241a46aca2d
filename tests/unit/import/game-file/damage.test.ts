import { describe, expect, test } from "vitest";
import { ValidationError } from "../../../../src/errors/errors.js";
import { parseGameFile } from "../../../../src/import/game-file/parse-game-file.js";
import { smallGameFile } from "../../../support/game-files.js";
import { thrownBy } from "../../../support/sample-inputs.js";

/** The problems of the small file after one value was changed (undefined: removed). */
function damaged(path: string, value: unknown): string[] {
  const file = smallGameFile();
  const names = path.split(".");
  const last = names.pop() as string;
  const parent = names.reduce<object>((part, name) => Reflect.get(part, name) as object, file);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
  const error = thrownBy(() => parseGameFile(file)) as ValidationError;
  expect(error).toBeInstanceOf(ValidationError);
  return error.issues.map(({ field, message }) => `${field} ${message}`);
}

describe("by its form", () => {
  test.each<[string, unknown, string]>([
    ["format", "retrosheet", "format must be one of: dugout-game"],
    ["format", undefined, "format must be one of: dugout-game"],
    ["version", 2, "version must be one of: 1"],
    ["umpire", 1, "umpire is not a known field"],
    ["game", undefined, "game is missing"],
    ["game.umpire", 1, "game.umpire is not a known field"],
    ["game.stateVersion", 1, "game.stateVersion is not a known field"],
    ["game.id", "7", "game.id must be a UUID"],
    ["game.leagueId", "mlb", "game.leagueId must be one of: pd, sba"],
    ["game.createdAt", "yesterday", "game.createdAt must be a valid datetime"],
    ["game.createdAt", "2024-02-30T00:00:00Z", "game.createdAt must be a valid datetime"],
    ["game.inning", 0, "game.inning must be at least 1"],
    ["roster", {}, "roster must be a list"],
    ["roster.1.teamId", undefined, "roster.1.teamId is missing"],
    ["roster.1.gameId", 1, "roster.1.gameId is not a known field"],
    [
      "lineups.2.position",
      "QB",
      "lineups.2.position must be one of: P, C, 1B, 2B, 3B, SS, LF, CF, RF, DH, PH, PR",
    ],
    ["lineups.1.decision", "hold", "lineups.1.decision must be one of: win, loss, save"],
    ["lineups.0.battingOrder", 10, "lineups.0.battingOrder must be at most 9"],
    ["lineups.0.id", undefined, "lineups.0.id is missing"],
    ["plays.1.half", "left", "plays.1.half must be one of: top, bottom"],
    ["plays.1.batterId", "Ruth", "plays.1.batterId must be a number"],
    ["plays.1.id", 4, "plays.1.id is not a known field"],
    ["plays.1.runsScored", 0, "plays.1.runsScored is not a known field"],
    [
      "plays.0.diceRoll",
      "6\0",
      "plays.0.diceRoll must be text that PostgreSQL can store: well-formed Unicode without NUL",
    ],
  ])("%s = %j is refused by its path", (path, value, issue) => {
    expect(damaged(path, value)).toEqual([issue]);
  });
});

describe("by contradictions between its parts", () => {
  test.each<[string, unknown, string]>([
    ["game.awayTeamId", 1, "game.awayTeamId must be another team than homeTeamId"],
    ["game.winnerTeamId", 3, "game.winnerTeamId must be one of the game's two teams"],
    ["roster.0.teamId", 3, "roster.0.teamId must be one of the game's two teams"],
    ["lineups.1.teamId", 3, "lineups.1.teamId must be one of the game's two teams"],
    ["roster.0.cardId", 4, "roster.0.cardId does not belong in the sba league"],
    ["lineups.0.cardId", 4, "lineups.0.cardId does not belong in the sba league"],
    ["roster.0.playerId", undefined, "roster.0.playerId is missing"],
    ["lineups.0.playerId", null, "lineups.0.playerId is missing"],
    ["lineups.2.id", 4, "lineups.2.id must be 3: entries are numbered in order"],
    ["lineups.2.replacingId", 9, "lineups.2.replacingId must be an earlier entry of the same team"],
    ["lineups.2.replacingId", 3, "lineups.2.replacingId must be an earlier entry of the same team"],
    ["lineups.2.replacingId", 2, "lineups.2.replacingId must be an earlier entry of the same team"],
    ["lineups.2.replacingId", 0, "lineups.2.replacingId must be an earlier entry of the same team"],
    ["plays.0.batterId", 4, "plays.0.batterId names no lineup entry"],
    ["plays.0.catcherId", 0, "plays.0.catcherId names no lineup entry"],
    ["plays.1.onThirdId", -1, "plays.1.onThirdId names no lineup entry"],
    ["plays.1.responsibleBatterId", 9, "plays.1.responsibleBatterId names no lineup entry"],
    ["plays.1.responsiblePitcherId", 9, "plays.1.responsiblePitcherId names no lineup entry"],
    ["plays.1.onSecondPitcherId", 9, "plays.1.onSecondPitcherId names no lineup entry"],
    ["plays.1.onSecondPitcherId", 2, "plays.1.onSecondPitcherId must be null when onSecondId is"],
    [
      "lineups.0.decision",
      "win",
      "lineups.0.decision must be an entry that has pitched; the position of 1 is SS",
    ],
    ["plays.1.playNumber", 1, "plays.1.playNumber must be more than that of the play before"],
    ["plays.0.homerun", 1, "plays.0.hit must be at least double + triple + homerun"],
    ["plays.1.rbi", 1, "plays.1.rbi must not be more than the runs that scored"],
  ])("%s = %j is refused by its path", (path, value, issue) => {
    expect(damaged(path, value)).toContain(issue);
  });

  test("an entry that came in before the one above it is refused", () => {
    expect(damaged("lineups.1.afterPlay", 2)).toContain(
      "lineups.2.afterPlay must not be before the entry above",
    );
  });

  test("a play that names a player who entered after it is refused", () => {
    expect(damaged("plays.0.runnerId", 3)).toHaveLength(1);
    expect(damaged("plays.0.runnerId", 3)[0]).toMatch(/^plays\.0\.runnerId /);
  });
});

describe("a decision is refused", () => {
  const decided = (decisions: readonly (string | null)[], teamId = 1) => {
    const file = smallGameFile();
    const pitcher = { teamId, playerId: 900, position: "P" };
    const lineups = [
      ...file.lineups,
      { ...pitcher, id: 4, afterPlay: 1 },
      { ...pitcher, id: 5, afterPlay: 1 },
    ];
    const entries = lineups.map((entry, index) => ({ ...entry, decision: decisions[index] ?? null }));
    const parse = () => parseGameFile({ ...file, lineups: entries });
    return (thrownBy(parse) as ValidationError).issues.map(({ field, message }) => `${field} ${message}`);
  };

  test("that two entries share", () => {
    expect(decided([null, "win", null, "win"])).toEqual([
      "lineups.3.decision must not be that of an entry above",
    ]);
  });

  test("where one team both won and lost", () => {
    expect(decided([null, "loss", null, "win"])).toEqual([
      "lineups.1.decision must be of the other team than win",
    ]);
  });

  test("where it is a save for the team that lost", () => {
    expect(decided([null, "win", null, "save"], 2)).toEqual([
      "lineups.3.decision must be of the team that won",
    ]);
  });
});

test("all contradictions are reported together", () => {
  const file = smallGameFile();
  Object.assign(file.roster[0] as object, { teamId: 9 });
  Object.assign(file.plays[1] as object, { batterId: 9, playNumber: 1, rbi: 1 });
  const { issues } = thrownBy(() => parseGameFile(file)) as ValidationError;
  expect(issues.map(({ field }) => field).toSorted()).toEqual([
    "plays.1.batterId",
    "plays.1.playNumber",
    "plays.1.rbi",
    "plays.1.runnerId",
    "roster.0.teamId",
  ]);
});
