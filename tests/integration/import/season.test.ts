import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ImportProgress, importSeason } from "../../../src/import.js";
import { type Database, UnreadableValueError, verifyGame } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason, postseasonIsMissing } from "../../support/retrosheet.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { gameAt, playsByGame, postseasonText, SeasonFolder } from "../../support/season-files.js";
import { storedRows } from "../../support/stored-rows.js";

const games = 4;
const copied = onServer();
const recorded = onServer();
let folder: SeasonFolder;
let text: string;

beforeAll(async () => {
  folder = await SeasonFolder.create();
  if (!postseasonIsMissing) text = await postseasonText(games);
});
beforeEach(async () => {
  if (postseasonIsMissing) return;
  await folder.write(filesOf(text));
  for (const at of [copied, recorded]) await queryAlone(at().database, "truncate games cascade");
});
afterAll(() => folder.remove());

const filesOf = (events: string) => ({ "2016TST.EVE": events });

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const paths = () => [folder.path];
const plays = () => [...playsByGame(text).values()].reduce((sum, count) => sum + count, 0);
const nothingWrong = { refused: 0, skipped: 0, isReadToTheEnd: true, problems: [], notices: [] };

async function counts(database: Database) {
  const [row] = await queryAlone(
    database,
    `select (select count(*)::int from games) as games, (select count(*)::int from plays) as plays,
      (select count(*)::int from lineups) as lineups, (select max(xmin::text::bigint) from games) as transaction`,
  );
  return row;
}

describe("an import of a season", needsPostseason, () => {
  it("stores the same rows by COPY as through the operations", async () => {
    const all = { games, plays: plays(), alreadyStored: 0, ...nothingWrong };
    expect(await importSeason(copied().database, { paths: paths() })).toEqual(all);
    expect(await importSeason(recorded().database, { paths: paths(), throughOperations: true })).toEqual(all);
    const rows = await storedRows(copied().database);
    expect(rows).toEqual(await storedRows(recorded().database));
    expect(rows.plays).toHaveLength(plays());
    expect(rows.lines).toHaveLength(games);
    for (const { id } of rows.games) expect(await verifyGame(copied().database, String(id))).toEqual([]);
  });

  it("changes nothing when it is run again, either way", async () => {
    const { database } = copied();
    await importSeason(database, { paths: paths() });
    const before = await counts(database);
    const again = { games: 0, plays: 0, alreadyStored: games, ...nothingWrong };
    expect(await importSeason(database, { paths: paths() })).toEqual(again);
    expect(await importSeason(database, { paths: paths(), throughOperations: true })).toEqual(again);
    expect(await counts(database)).toEqual(before);
  });

  it("lets the database assign the next identifiers", async () => {
    const { database } = copied();
    await importSeason(database, { paths: paths() });
    const [row] = await queryAlone(
      database,
      "select max(id) < nextval(pg_get_serial_sequence('lineups', 'id')) as is_new from lineups",
    );
    expect(row).toEqual({ is_new: true });
  });

  it.each([
    ["games", "created_at"],
    ["games", "started_at"],
    ["games", "completed_at"],
    ["plays", "created_at"],
  ])("with an infinite %s.%s stored stops with an error that names column and row", async (table, column) => {
    const { database } = copied();
    await importSeason(database, { paths: paths() });
    const key = table === "games" ? "id" : "game_id";
    const [row] = await queryAlone(database, `select ${key} as key from ${table} limit 1`);
    const isFirst = table === "games" ? "true" : "play_number = 1";
    await queryAlone(
      database,
      `update ${table} set ${column} = 'infinity' where ${key} = '${row?.key}' and ${isFirst}`,
    );
    const before = await counts(database);
    for (const throughOperations of [false, true]) {
      const error = (await rejectionOf(
        importSeason(database, { paths: paths(), throughOperations }),
      )) as UnreadableValueError;
      expect(error).toBeInstanceOf(UnreadableValueError);
      expect(error.details).toMatchObject({ value: "infinity", row: expect.anything() });
      expect(camelCase(String(error.details.column))).toBe(camelCase(column));
      expect(Object.values(error.details.row as object)).toContain(row?.key);
    }
    expect(await counts(database)).toEqual(before);
  });

  it("never overwrites a stored game that differs, and names the fields", async () => {
    const { database } = copied();
    await importSeason(database, { paths: paths() });
    await queryAlone(database, "update plays set rbi = 0, wpa = 0.5 where rbi > 0 and play_number < 60");
    const before = await storedRows(database);
    const result = await importSeason(database, { paths: paths() });
    expect(result.alreadyStored + result.refused).toBe(games);
    expect(result.refused).toBeGreaterThan(0);
    expect(result.problems[0]?.message).toMatch(
      /^Line \d+ of 2016TST.EVE \(game \w+, record "id,\w+"\) is not valid: id names a game that is stored already, as [0-9a-f-]+, and differs in plays\.\d+\.rbi/,
    );
    expect(await storedRows(database)).toEqual(before);
  });

  it("continues where a file was cut off, when the file is complete", async () => {
    const { database } = copied();
    await folder.write(filesOf(`${gameAt(text, 0)}${gameAt(text, 1)}${gameAt(text, 2).slice(0, 3_000)}`));
    const broken = await importSeason(database, { paths: paths() });
    expect(broken).toMatchObject({ refused: 1 });
    expect(broken.games).toBeGreaterThan(0);
    expect(broken.games).toBeLessThan(games);
    expect(broken.problems[0]?.message).toMatch(/^Line \d+ of 2016TST.EVE \(game \w+, record /);
    await folder.write(filesOf(text));
    expect(await importSeason(database, { paths: paths() })).toEqual({
      games: games - broken.games,
      plays: plays() - broken.plays,
      alreadyStored: broken.games,
      ...nothingWrong,
    });
  });

  it("leaves out only the game that the database refuses", async () => {
    const { database } = copied();
    const [, second = ""] = playsByGame(text).keys();
    await queryAlone(
      database,
      `alter table games add constraint no_such_game check (metadata->>'sourceGameId' <> '${second}')`,
    );
    const result = await importSeason(database, { paths: paths() });
    await queryAlone(database, "alter table games drop constraint no_such_game");
    expect(result).toMatchObject({ games: games - 1, refused: 1, isReadToTheEnd: true });
    expect(result.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Line \\d+ of 2016TST.EVE \\(game ${second}, .*cannot be stored: The constraint no_such_game`,
        ),
      ),
    ]);
    expect(await counts(database)).toMatchObject({ games: games - 1 });
  });

  it("refuses a game whose lineup has two at one position, and names the place", async () => {
    const [, second = ""] = playsByGame(text).keys();
    const changed = gameAt(text, 1).replace(/^(start,.*,0,\d,)[2-6]$/m, "$17");
    await folder.write(filesOf(`${gameAt(text, 0)}${changed}${gameAt(text, 2)}${gameAt(text, 3)}`));
    const result = await importSeason(copied().database, { paths: paths() });
    expect(result).toMatchObject({ games: games - 1, refused: 1 });
    expect(result.problems[0]?.message).toMatch(
      new RegExp(
        `^Line \\d+ of 2016TST.EVE \\(game ${second}, record "start,.*"\\) is not valid: start takes a place in the field`,
      ),
    );
  });

  it("stores every game once if two imports run at the same time", async () => {
    const { database, elsewhere } = copied();
    const results = await Promise.all(
      [database, elsewhere, database].map((each) => importSeason(each, { paths: paths() })),
    );
    for (const result of results) {
      expect(result).toMatchObject(nothingWrong);
      expect(result.games + result.alreadyStored).toBe(games);
    }
    expect(results.reduce((sum, result) => sum + result.games, 0)).toBe(games);
    expect(await counts(database)).toMatchObject({ games, plays: plays() });
  });

  it("stores nothing in a dry run, and reports what it would store", async () => {
    const { database } = copied();
    expect(await importSeason(database, { paths: paths(), dryRun: true })).toEqual({
      games,
      plays: plays(),
      alreadyStored: 0,
      ...nothingWrong,
    });
    expect(await counts(database)).toMatchObject({ games: 0 });
  });

  it("labels the games with the given season, or the year in their keys", async () => {
    const { database } = copied();
    await importSeason(database, { paths: paths(), season: "2016 postseason" });
    expect(await queryAlone(database, "select distinct season from games")).toEqual([
      { season: "2016 postseason" },
    ]);
    await queryAlone(database, "truncate games cascade");
    await importSeason(database, { paths: paths() });
    expect(await queryAlone(database, "select distinct season from games")).toEqual([{ season: "2016" }]);
  });

  it("takes names from the event file if rosters and lists of teams are missing", async () => {
    const { database } = copied();
    expect(await importSeason(database, { paths: [folder.file("2016TST.EVE")] })).toMatchObject({ games });
    expect(
      await queryAlone(database, "select count(*)::int as unnamed from lineups where player_name is null"),
    ).toEqual([{ unnamed: 0 }]);
  });

  it("names games and files without plays, and skips them", async () => {
    const box = "id,BOS190704110\nversion,3\ninfo,visteam,PHA\nstat,bline,a,0,1\n";
    await folder.write({ ...filesOf(`${text}${box}id,BOS202007250\n`), "1907BOS.EBA": box });
    const result = await importSeason(copied().database, { paths: paths() });
    expect(result).toMatchObject({ games, skipped: 3, refused: 0, problems: [] });
    expect(result.notices).toEqual([
      "1907BOS.EBA was skipped: it contains box scores without plays",
      "Game BOS190704110 in 2016TST.EVE was skipped: it is a box score without plays",
      "Game BOS202007250 in 2016TST.EVE was skipped: it has no plays",
    ]);
  });

  it("reports its progress", async () => {
    const seen: ImportProgress[] = [];
    await importSeason(copied().database, { paths: paths(), onProgress: (progress) => seen.push(progress) });
    const last = seen.at(-1);
    expect(last).toMatchObject({ games, plays: plays() });
    expect(last?.bytesRead).toBe(last?.bytesTotal);
  });
});

it("refuses options with empty names", async () => {
  const { database } = copied();
  await expect(importSeason(database, { paths: [] })).rejects.toThrow(/The import is not valid: paths/);
  await expect(importSeason(database, { paths: ["x"], season: " " })).rejects.toThrow(
    /season must be the name/,
  );
});
