import { expect, test } from "vitest";
import { ValidationError } from "../../../../src/errors/errors.js";
import { parseGameFile } from "../../../../src/import/game-file/parse-game-file.js";
import { smallGameFile } from "../../../support/game-files.js";
import { thrownBy } from "../../../support/sample-inputs.js";

test("a small valid file is read, with every default filled in", () => {
  const file = parseGameFile(smallGameFile());
  expect(file.game).toMatchObject({ status: "pending", inning: 1, metadata: {}, winnerTeamId: null });
  expect(file.roster).toEqual([
    { teamId: 1, cardId: null, playerId: 101 },
    { teamId: 2, cardId: null, playerId: 201 },
  ]);
  expect(file.lineups[0]).toEqual({
    ...{ id: 1, teamId: 2, cardId: null, playerId: 201, playerName: null, position: "SS", battingOrder: 1 },
    ...{
      isStarter: true,
      isActive: true,
      isFatigued: false,
      enteredInning: 1,
      replacingId: null,
      afterPlay: 0,
      leftAfterPlay: null,
      decision: null,
    },
  });
  expect(file.plays[0]).toMatchObject({ bb: 1, hit: 0, catcherId: null, playMetadata: {}, complete: false });
  expect(Object.values(file.plays[0] ?? {})).not.toContain(undefined);
});

test("a file of the other league names cards", () => {
  const { game, roster, lineups, ...rest } = smallGameFile();
  const asCard = ({ playerId, ...entry }: { playerId?: unknown }) => ({ ...entry, cardId: playerId });
  const file = {
    ...rest,
    game: { ...game, leagueId: "pd" },
    roster: roster.map(asCard),
    lineups: lineups.map(asCard),
  };
  expect(parseGameFile(file).lineups[2]).toMatchObject({ cardId: 202, playerId: null });
});

test("times are read, with any offset; those of the game may be null", () => {
  const { game, plays, ...rest } = smallGameFile();
  const file = parseGameFile({
    ...rest,
    game: { ...game, createdAt: "2024-05-01T10:00:00.123Z", startedAt: "2024-05-01T15:30:00+05:30" },
    plays: plays.map((play) => ({ ...play, createdAt: "2024-05-01T10:01:00Z" })),
  });
  expect(file.game.createdAt).toEqual(new Date("2024-05-01T10:00:00.123Z"));
  expect(file.game.startedAt).toEqual(new Date("2024-05-01T10:00:00.000Z"));
  expect(file.game.completedAt).toBeNull();
  expect(file.plays[1]?.createdAt).toEqual(new Date("2024-05-01T10:01:00Z"));
});

test("a missing time is the time of each reading, not of an earlier one", () => {
  const before = Date.now();
  const { game } = parseGameFile(smallGameFile());
  expect(game.createdAt.getTime()).toBeGreaterThanOrEqual(before);
});

test("a game without roster, lineup and plays is a game file", () => {
  const file = { ...smallGameFile(), roster: [], lineups: [], plays: [] };
  expect(parseGameFile(file)).toMatchObject({ roster: [], lineups: [], plays: [] });
});

test("reading a file does not change the input", () => {
  const file = smallGameFile();
  parseGameFile(file);
  expect(file).toEqual(smallGameFile());
});

test.each([[null], [undefined], [7], ["{}"], [[]], [{}]])("%j is not a game file", (json) => {
  const error = thrownBy(() => parseGameFile(json)) as Error;
  expect(error).toBeInstanceOf(ValidationError);
  expect(error.message).toMatch(/^The game file is not valid: /);
});
