import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandResult, dugout, spawnDugout } from "../../support/command-line.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

const lineScore = `
Chicago     100 221 000 2   8 13 3
Cleveland   001 020 030 1   7 11 1
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-demo-test-"));
});

afterAll(() => rm(folder, { recursive: true }));

describe("dugout demo on an embedded database", () => {
  let result: CommandResult;

  beforeAll(async () => {
    result = await spawnDugout(["demo"], { TMPDIR: folder });
  });

  it("succeeds and prints nothing to standard error", () => {
    expect(result).toMatchObject({ code: 0, errors: "" });
  });

  it("prints the line score that was in the newspapers", () => {
    expect(result.output).toContain(lineScore);
  });

  it("crashes with a play that is written but not committed, and continues after the last committed one", () => {
    const written = /play (\d+) is written, but not committed/.exec(result.output)?.[1];
    const held = /the database has (\d+) plays/.exec(result.output)?.[1];
    expect(Number(held)).toBe(Number(written) - 1);
  });

  it("prints how many plays, transactions and milliseconds it took", () => {
    expect(result.output).toMatch(/^94 plays in \d+ transactions, \d+ ms\.$/m);
  });

  it("ends with Retrosheet's notice", () => {
    expect(result.output.trimEnd().split("\n").at(-1)).toBe(
      'The information used here was obtained free of charge from and is copyrighted by Retrosheet. Interested parties may contact Retrosheet at "www.retrosheet.org".',
    );
  });

  it("uses no terminal control where there is no terminal", () => {
    expect(result.output).not.toContain("\u001b");
  });

  it("leaves no file in the temporary folder", async () => {
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("dugout demo on a server", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
  });

  afterAll(() => database.drop());

  it("records the game repeatedly, as a new one each time", async () => {
    for (let run = 0; run < 2; run += 1) {
      const result = await dugout(["demo"], { DATABASE_URL: database.url });
      expect(result).toMatchObject({ code: 0, errors: "" });
      expect(result.output).toContain(lineScore);
    }
  });
});

describe("dugout demo that cannot run", () => {
  it("says in one sentence that the server cannot be reached, without the password", async () => {
    const result = await dugout(["demo"], {
      DATABASE_URL: "postgresql://scorer:open-sesame@127.0.0.1:1/games",
    });
    expect(result.code).toBe(1);
    expect(result.errors).toBe(
      "dugout: Could not connect to postgresql://scorer@127.0.0.1:1/games: nothing listens there: check host and port, and that the server runs.\n",
    );
  });

  it("names what is wrong in a game file, and creates no database", async () => {
    const file = join(folder, "broken.json");
    await writeFile(file, JSON.stringify({ format: "dugout-game", version: 2, game: {}, roster: [] }));
    const result = await dugout(["demo", "--file", file], { TMPDIR: folder });
    expect(result.code).toBe(1);
    expect(result.errors).toMatch(
      /^dugout: The game file is not valid: .*version must be one of: 1; .*lineups is missing/,
    );
    await rm(file);
    expect(await readdir(folder)).toEqual([]);
  });
});
