import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database, DatabaseOperations, EmbeddedDatabaseInUseError } from "../../../src/index.js";
import { BuiltPackage } from "../../support/built-package.js";
import { rejectionOf } from "../../support/sample-inputs.js";

let built: BuiltPackage;
let parent: string;
beforeAll(async () => {
  built = await BuiltPackage.create();
  parent = await mkdtemp(join(tmpdir(), "dugout-processes-"));
});
afterAll(async () => {
  await built?.dispose();
  await rm(parent, { recursive: true, force: true });
});

/** Commits one game, leaves another uncommitted, reports their ids, and waits for its end. */
const keepsOpen = `
const database = await dugout.Database.open("pglite:" + process.argv[1]);
const { migrate } = await entry("migrations");
await migrate(database);
const game = { leagueId: "sba", homeTeamId: 1, awayTeamId: 2 };
const committed = await new dugout.DatabaseOperations(database).createGame(game);
const session = await database.session();
const uncommitted = await new dugout.DatabaseOperations(session).createGame(game);
console.log(committed.id);
console.log(uncommitted.id);
process.stdin.resume().on("end", async () => { await database.close({ within: 0 }); process.exit(0); });
`;

/** Reports why the folder cannot be opened. */
const triesToOpen = `
try {
  await dugout.Database.open("pglite:" + process.argv[1]);
  console.log("opened");
} catch (error) {
  console.log(error.code + " " + error.message);
}
process.exit(0);
`;

test("a folder that another process has open is refused; after that process is killed, what it committed is there", async () => {
  const folder = join(parent, "season");
  const other = built.run(keepsOpen, folder);
  const [committed, uncommitted] = [await other.line(), await other.line()];

  const refused = (await rejectionOf(Database.open(`pglite:${folder}`))) as EmbeddedDatabaseInUseError;
  expect(refused).toBeInstanceOf(EmbeddedDatabaseInUseError);
  expect(refused.message).toContain(
    `Another process (${other.pid}) has the embedded database in ${folder} open.`,
  );
  expect(refused.details).toMatchObject({ folder, pid: other.pid });

  const third = built.run(triesToOpen, folder);
  expect(await third.line()).toMatch(
    new RegExp(`^EMBEDDED_DATABASE_IN_USE Another process \\(${other.pid}\\)`),
  );
  await third.end();

  await other.end("SIGKILL");
  await using database = await Database.open(`pglite:${folder}`);
  const operations = new DatabaseOperations(database);
  expect((await operations.loadGameState(committed))?.game).toMatchObject({ id: committed });
  expect(await operations.loadGameState(uncommitted)).toBeNull();
  await operations.createGame({ leagueId: "pd", homeTeamId: 1, awayTeamId: 2 });
});

test("a folder that another process closed opens here", async () => {
  const folder = join(parent, "closed");
  const other = built.run(keepsOpen, folder);
  const [committed, uncommitted] = [await other.line(), await other.line()];
  await other.end();
  await using database = await Database.open(`pglite:${folder}`);
  const operations = new DatabaseOperations(database);
  expect((await operations.loadGameState(committed))?.game).toMatchObject({ id: committed });
  expect(await operations.loadGameState(uncommitted)).toBeNull();
});
