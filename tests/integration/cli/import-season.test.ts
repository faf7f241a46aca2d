import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database, verifyGame } from "../../../src/index.js";
import { dugout, startDugout } from "../../support/command-line.js";
import { serverDatabase } from "../../support/places.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason, postseasonIsMissing } from "../../support/retrosheet.js";
import { playsByGame, postseasonText, SeasonFolder } from "../../support/season-files.js";

const games = 6;
const testDatabase = serverDatabase();
let database: Database;
let folder: SeasonFolder;
let text: string;

beforeAll(async () => {
  folder = await SeasonFolder.create();
  if (!postseasonIsMissing) text = await postseasonText(games);
  database = await Database.open(testDatabase().url);
});
beforeEach(async () => {
  if (postseasonIsMissing) return;
  await folder.write({ "2016TST.EVE": text });
  await queryAlone(database, "truncate games cascade");
});
afterAll(async () => {
  await database.close();
  await folder.remove();
});

const environment = () => ({ DATABASE_URL: testDatabase().url });
const run = (...options: string[]) => dugout(["import", "season", folder.path, ...options], environment());

async function storedPlays(): Promise<Map<string, number>> {
  const rows = await queryAlone(
    database,
    "select metadata->>'sourceGameId' as game, count(*)::int as plays from games join plays on game_id = games.id group by 1",
  );
  return new Map(rows.map(({ game, plays }) => [String(game), Number(plays)]));
}

describe("dugout import season", needsPostseason, () => {
  it("prints plain lines without a terminal, and what it did", async () => {
    const { code, output, errors } = await run("--season", "2016 postseason");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(
      /^100 %, 6 games, \d+ plays, 0 s left\nImported 6 games, \d+ plays \(\d+\.\d s, [\d,]+ plays a second\)\.\n$/,
    );
    expect(await storedPlays()).toEqual(playsByGame(text));
    const again = await run("--season", "2016 postseason");
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/Imported nothing \(.*\)\.\nAlready stored, unchanged: 6 games\.\n$/);
  });

  it("ends with code 1 and names file, line and field if not every game is stored", async () => {
    const [, second = ""] = playsByGame(text).keys();
    const [before, after] = text.split(`id,${second}`) as [string, string];
    await folder.write({ "2016TST.EVE": `${before}id,${second}${after.replace("play,1,", "play,one,")}` });
    const { code, output, errors } = await run();
    expect(code).toBe(1);
    expect(errors).toMatch(
      new RegExp(
        `^dugout: Line \\d+ of 2016TST.EVE \\(game ${second}, record "play,one,0,.*"\\) is not valid: play must be in an inning from 1 to 99, not "one"\\.
$`,
      ),
    );
    expect(output).toMatch(/Imported 5 games, .*\nRefused: 1 game\. See the reasons above\.\n$/);
  });

  it("stores nothing with --dry-run, and reports what is missing from a file that was cut off", async () => {
    const packed = gzipSync(text);
    await folder.write({ "2016TST.EVE.gz": packed.subarray(0, packed.length / 2) });
    const { code, output, errors } = await run("--dry-run");
    expect(code).toBe(1);
    expect(errors).toMatch(/^dugout: 2016TST.EVE is not valid: cannot be read: unexpected end of file\.\n$/);
    expect(output).toMatch(
      /Would import nothing\. Nothing was stored\.\nNot everything was read\. Fix the file and run the same command again\.\n$/,
    );
    expect(await storedPlays()).toEqual(new Map());
  });

  it("leaves complete games when it is killed, and imports the rest when it is run again", async () => {
    const process = startDugout(["import", "season", folder.path, "--through-operations"], environment());
    await once(process.stdout, "data");
    process.kill("SIGKILL");
    await once(process, "close");
    const stored = await storedPlays();
    const expected = playsByGame(text);
    expect(stored.size).toBeGreaterThan(0);
    expect(stored.size).toBeLessThan(games);
    for (const [game, plays] of stored) expect(plays).toBe(expected.get(game));
    expect((await run()).code).toBe(0);
    expect(await storedPlays()).toEqual(expected);
    for (const { id } of await queryAlone(database, "select id from games"))
      expect(await verifyGame(database, String(id))).toEqual([]);
  });

  it("says in one sentence that a folder contains no plays", async () => {
    await folder.write({});
    const { code, errors } = await run();
    expect(code).toBe(1);
    expect(errors).toMatch(/^dugout: There are no event files in .*\n$/);
  });
});

it("dugout import still takes one game file, and names both ways in its help", async () => {
  const { output } = await dugout(["import", "--help"], environment());
  expect(output).toContain("<file>");
  expect(output).toContain("season [options] <paths...>");
});
