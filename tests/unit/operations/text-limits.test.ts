import { type Column, getTableColumns, type Table } from "drizzle-orm";
import { expect, test } from "vitest";
import { ValidationError } from "../../../src/errors/errors.js";
import { gameSessions, games, lineups, plays } from "../../../src/models/schema.js";
import { defaultInputLimits } from "../../../src/models/storable-values.js";
import { DatabaseOperations } from "../../../src/operations/database-operations.js";
import { recoverGame } from "../../../src/recovery/recover-game.js";
import {
  findingsOf,
  forgetKnown,
  markAsKnown,
  verifyGame,
} from "../../../src/recovery/verify/verify-game.js";
import {
  battingSplits,
  battingTotals,
  boxScore,
  gameChart,
  lineScore,
  pitchingTotals,
  runExpectancy,
} from "../../../src/stats.js";
import { answeringExecutor } from "../../support/answering-executor.js";
import { everyOperation, operationNames } from "../../support/every-operation.js";
import { rejectionOf, sampleGameId } from "../../support/sample-inputs.js";

type Call = readonly [name: string, ...given: unknown[]];
type Path = readonly (string | number)[];

const game = {
  ...{ gameId: sampleGameId, batterId: 1, pitcherId: 2, catcherId: 3, runnerId: 4 },
} as unknown as Parameters<(typeof everyOperation)[string]>[1];

/** The arguments of each operation in the tests of all operations. */
function callOf(name: string): Call {
  const calls: Call[] = [];
  const recorder = new Proxy(
    {},
    {
      get:
        (_, called: string) =>
        (...given: unknown[]) =>
          calls.push([called, ...given]),
    },
  );
  void everyOperation[name]?.(recorder as DatabaseOperations, game, sampleGameId);
  return calls[0] as Call;
}

/** Every column with text or JSON from the caller. */
function textsOf(table: Table): Record<string, unknown> {
  const texts: Record<string, unknown> = {};
  for (const [field, column] of Object.entries(getTableColumns(table) as Record<string, Column>)) {
    if (column.columnType === "PgJsonb") texts[field] = { note: "" };
    if (column.columnType === "PgText" && !column.enumValues?.length) texts[field] = "";
  }
  return texts;
}

const playTexts = textsOf(plays);
const { playerName } = textsOf(lineups);
const inListOf = (list: string, given: object) => ({
  [list]: (given as Record<string, object[]>)[list]?.map((row) => ({ ...row, playerName })),
});
/** The inputs that are rows: with all their texts. */
const withTexts: Readonly<Record<string, (given: object) => object>> = {
  createGame: () => textsOf(games),
  savePlay: () => playTexts,
  recordPlay: () => playTexts,
  reviseLastPlay: () => playTexts,
  addPdLineupCard: () => textsOf(lineups),
  addSbaLineupPlayer: () => textsOf(lineups),
  setStartingLineup: (given) => inListOf("players", given),
  substitute: (given) => inListOf("changes", given),
  createGameSession: () => textsOf(gameSessions),
  listGames: () => ({
    ...{ status: "active", leagueId: "sba", order: "newest" },
    after: { createdAt: new Date(0), id: sampleGameId },
  }),
};

function textPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, part]) => textPaths(part, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: Path, text: string): unknown {
  if (key === undefined) return text;
  const part = replaced((value as Record<string | number, unknown>)[key], rest, text);
  return Array.isArray(value)
    ? value.map((item, index) => (index === Number(key) ? part : item))
    : { ...(value as object), [key]: part };
}

const tooLong = "x".repeat(defaultInputLimits.jsonCharacters + 1);

const calls = operationNames.map((name): Call => {
  const [called, first, ...others] = callOf(name);
  const texts = withTexts[name]?.(first as object);
  return [called, texts === undefined ? first : { ...(first as object), ...texts }, ...others];
});
const cases = calls.flatMap(([name, ...given]) =>
  textPaths(given).map((path) => [name, path, given] as const),
);

test("the cases include the texts of every operation, and every text column", () => {
  expect(new Set(cases.map(([name]) => name)).size).toBe(operationNames.length);
  const fields = new Set(cases.flatMap(([, path]) => path));
  for (const table of [games, plays, lineups, gameSessions])
    for (const field of Object.keys(textsOf(table))) expect(fields).toContain(field);
});

test.each(cases)("%s refuses a text that is too long at %j, and names it", async (name, path, given) => {
  const executor = answeringExecutor();
  const operations = new DatabaseOperations(executor) as unknown as Record<
    string,
    (...given: readonly unknown[]) => Promise<unknown>
  >;
  const call = operations[name] as (...given: readonly unknown[]) => Promise<unknown>;
  const refused = await rejectionOf(call.apply(operations, replaced(given, path, tooLong) as unknown[]));
  expect(refused).toBeInstanceOf(ValidationError);
  expect(executor.executed).toEqual([]);
  const named = (refused as ValidationError).issues.map(({ field }) => field);
  // A single argument is named by the operation; the argument of a document is the document.
  const [position, ...within] = path.map(String);
  const expected = within.length > 0 ? within : position === "0" ? ["gameId"] : [];
  expect(
    named.some((field) => expected.some((_, end) => expected.slice(0, end + 1).join(".") === field)),
  ).toBe(true);
  expect((refused as Error).message.length).toBeLessThan(2_000);
});

const nobody = answeringExecutor();
const season = tooLong;
const others: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ["recoverGame", "gameId", () => recoverGame(nobody, tooLong)],
  ["verifyGame", "gameId", () => verifyGame(nobody, tooLong)],
  ["findingsOf", "gameId", () => findingsOf(nobody, tooLong)],
  ["forgetKnown", "gameId", () => forgetKnown(nobody, tooLong)],
  ["markAsKnown", "reason", () => markAsKnown(nobody as never, sampleGameId, { reason: tooLong })],
  ["boxScore", "gameId", () => boxScore(nobody as never, tooLong)],
  ["lineScore", "gameId", () => lineScore(nobody, tooLong)],
  ["battingTotals", "season", () => battingTotals(nobody, { season })],
  ["pitchingTotals", "season", () => pitchingTotals(nobody, { season })],
  ["battingSplits", "season", () => battingSplits(nobody, { by: "inning", season })],
  ["runExpectancy", "season", () => runExpectancy(nobody, { season })],
  ["gameChart", "season", () => gameChart(nobody, sampleGameId, { season })],
  [
    "battingTotals",
    "gameIds",
    () => battingTotals(nobody, { gameIds: Array(defaultInputLimits.listElements + 1).fill(sampleGameId) }),
  ],
];

test.each(others)("%s refuses a %s that is too long, and names it", async (_, field, call) => {
  const refused = await rejectionOf(call());
  expect(refused).toBeInstanceOf(ValidationError);
  expect((refused as ValidationError).issues.map((issue) => issue.field)).toContain(field);
  expect((refused as Error).message.length).toBeLessThan(2_000);
  expect(nobody.executed).toEqual([]);
});
