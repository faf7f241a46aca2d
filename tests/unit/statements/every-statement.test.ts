import { describe, expect, test } from "vitest";
import { publicNameOf } from "../../../src/statements/public-names.js";
import { operationNames } from "../../support/every-operation.js";
import { sampleGameId } from "../../support/sample-inputs.js";
import { readSources } from "../../support/source-imports.js";
import { values as given, statements, statementsByFile } from "../../support/statements.js";

/** Statements that are a part or a variant of an operation. */
const parts = [
  ...["findLineupMoment", "findForRewind", "findForDecisions"],
  ...["findPlay", "findGame", "loadWholeGame", "lockGame"],
  ...["recordPlayOutOfSequence", "recordPlayWithCorrections"],
  ...["loadGameBeforePlay", "recordJudgedPlay"],
  ...["listGamesFromOldest", "listGamesByStatus", "listGamesByStatusFromOldest"],
  ...["listGamesByTeam", "listGamesByTeamFromOldest"],
  // Statements of recovery, one floor above.
  ...["recoverGame", "recoverActiveGames", "storedGames", "recoverGames"],
  "storeLinesOfGames",
  ...["findKnownFindings", "saveKnownFinding", "removeKnownFindings"],
  // Statements of the live feed.
  ...["feedChanges", "feedVersions", "countGames", "notifyFollowers"],
  ...["allGameVersions", "recentGames", "gamesOfStatus"],
];
/** Statements that search all games. */
const isList = (name: string) => /^listGames|^recoverActiveGames$/.test(name);
/** Statements of an import, which read a list of games. */
const isOfSeveral = (name: string) => name === "storedGames";
/** Statements for a list of games, most of them of the live feed, with the way in which they find their games. */
const ofGames: Readonly<Record<string, RegExp>> = {
  feedChanges: /join unnest\(.*known\.id = "games"\."id"/s,
  feedVersions: /where "games"\."id" = any\(\$1::uuid\[\]\)/,
  storeLinesOfGames: /where "games"\."id" = any\(\$1::uuid\[\]\)/,
  countGames: /where "games"\."id" = any\(\$1::uuid\[\]\)/,
  recoverGames: /where "games"\."id" = any\(\$2::uuid\[\]\)/,
  notifyFollowers: /from unnest\(\$1::text\[\]\)/,
  allGameVersions: /where "games"\."id" > \$1::uuid order by "games"\."id" limit \$2/,
  recentGames: /where "games"\."status" in .* where "games"\."created_at" >= \$1/s,
  gamesOfStatus: /where "games"\."status" = any\(\$1::text\[\]\)/,
};
const named = statements.map((statement) => [statement.name, statement] as const);

test("no two statements have the same name: it is the prepared statement's", () => {
  expect(new Set(statements.map(({ name }) => name)).size).toBe(statements.length);
});

test("no two statements have the same text", () => {
  expect(new Set(statements.map(({ text }) => text)).size).toBe(statements.length);
});

test("every operation has a statement with its name, and every other statement is listed as a part of one", () => {
  const others = statements.map(({ name }) => name).filter((name) => !operationNames.includes(name));
  expect(others.filter((name) => !parts.includes(name))).toEqual([]);
  expect(operationNames.filter((name) => !statements.some((statement) => statement.name === name))).toEqual(
    [],
  );
});

/**
 * The names of all compiled statements in the source, including those that no file exports; a variable part is `recordPlay`.
 */
async function namesInSources(): Promise<string[]> {
  const sources = await readSources();
  const ofStatements = sources.filter(({ path }) => /^(?:statements|stats)\//.test(path));
  return ofStatements.flatMap(({ text }) => {
    if (!/\bcompile\b/.test(text)) return [];
    const found = text.matchAll(/\bname: (?:"([^"]+)"|`([^`]+)`),/g);
    return [...found].map(([, plain, template = ""]) =>
      plain === undefined
        ? template.replace(/^\$\{\w+\}/, "recordPlay").replaceAll(/\$\{\w+\}/g, "ByOne")
        : plain,
    );
  });
}

test("messages name the operation, not the internal statement", async () => {
  const words = [
    "reading the game",
    "the live feed",
    "announcing changed games",
    "locking the game",
    "the known findings",
    "storing the lines",
    "entering a lineup",
    "reading the seasons",
    ...["recoverGame", "recoverActiveGames", "importSeason"],
    ...["battingTotals", "battingSplits", "pitchingTotals", "boxScore", "lineScore"],
    ...["runExpectancy", "fillPlayValues"],
  ];
  const inSources = await namesInSources();
  expect(inSources).toEqual(
    expect.arrayContaining(["gameOfBoxScore", "recordPlay game", "selectGamesByOne"]),
  );
  const called = new Set([...statements.map(({ name }) => name), ...inSources].map(publicNameOf));
  expect([...called].filter((name) => !operationNames.includes(name) && !words.includes(name))).toEqual([]);
});

test("every file has statements, except helpers", () => {
  const empty = [...statementsByFile].filter(([, found]) => found.length === 0).map(([file]) => file);
  const tools = [
    "league-insert.ts",
    "next-place.ts",
    "public-names.ts",
    "statement-columns.ts",
    "statement.ts",
  ];
  expect(empty).toEqual(tools);
});

/** Each join of a stored table, with its condition. */
const joinsOf = (text: string) =>
  text.match(/join "(?:games|plays|lineups|game_sessions|roster_links)" .*?(?= inner join | where |$)/g) ??
  [];

test("the search finds the existing joins", () => {
  expect(statements.flatMap(({ text }) => joinsOf(text))).toHaveLength(3);
});

describe.each(named)("%s", (_, statement) => {
  const { name, text, access } = statement;
  const numbers = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  const values = statement.encode(given);

  test("has as many values as its text has parameters, numbered from 1 without a gap", () => {
    const distinct = [...new Set(numbers)].toSorted((one, other) => one - other);
    expect(distinct).toEqual(Array.from({ length: values.length }, (_, index) => index + 1));
  });

  test("names its columns one by one", () => {
    expect(text).not.toMatch(/select\s+\*|\.\*|returning\s+\*/i);
    expect(text).toMatch(/\b(?:select|returning)\b/i);
  });

  test(isList(name) ? "is bound to a page of games" : "is bound to one game", () => {
    if (isList(name))
      return expect(text).toMatch(
        / order by "?(?:games"\.")?created_at"?(?: \w+)?, .* limit \$\d+(?:::int\) order by .*)?$/s,
      );
    if (name === "createGameSession" || name === "saveKnownFinding")
      return expect(text).toMatch(/from \(select .* where "games"\."id" = \$/s);
    if (ofGames[name] !== undefined) return expect(text).toMatch(ofGames[name]);
    if (isOfSeveral(name))
      return expect(text).toMatch(/where "games"\."id" in \(select value::uuid from json/);
    const ofTheGame = values.flatMap((value, index) => (value === sampleGameId ? [index + 1] : []));
    expect(ofTheGame.length).toBeGreaterThan(0);
    if (/^\s*insert/i.test(text))
      return expect(text).toMatch(/insert into "\w+" \("(?:game_)?id", .* values \(\$1,/);
    const conditions = ofTheGame.filter((number) =>
      new RegExp(`(?:"game_id"|"games"\\."id") = \\$${number}\\b`).test(text),
    );
    expect(conditions.length).toBeGreaterThan(0);
  });

  test("joins other tables by the game", () => {
    for (const join of joinsOf(text)) expect(join).toContain('"game_id"');
  });

  test("reports whether it writes", () => {
    const writes = /\b(?:insert into|update|delete from)\b/i.test(text);
    expect(access).toBe(writes ? "write" : "read");
  });

  test("receives the time as a parameter, and calls no volatile function", () => {
    expect(text).not.toMatch(/now\(\)|clock_timestamp|random\(\)|current_timestamp/i);
  });

  test("encodes the same values the same way each time", () => {
    expect(statement.encode(given)).toEqual(values);
    expect(name).toMatch(/^[a-z][A-Za-z]{3,62}$/);
  });
});
