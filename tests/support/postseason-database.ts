import { afterAll, beforeAll } from "vitest";
import type { GameFile } from "../../src/import.js";
import type { Database } from "../../src/index.js";
import { readGames, toGameFile } from "./chadwick/index.js";
import { postseasonFolder } from "./retrosheet.js";
import { storeFiles } from "./stored-files.js";
import { createTestDatabase, type TestDatabase } from "./test-database.js";

interface Postseason {
  readonly database: Database;
  readonly url: string;
  /** The stored games, in the order of the files. */
  readonly files: readonly GameFile[];
}

/** A database of the test file's own, with the 35 games of the 2016 postseason. Open once the tests run. */
export function postseasonDatabase(): () => Postseason {
  let testDatabase: TestDatabase;
  let postseason: Postseason;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const files: GameFile[] = [];
    for await (const rows of readGames(postseasonFolder)) files.push(toGameFile(rows));
    postseason = { database: await testDatabase.open(), url: testDatabase.url, files };
    await storeFiles(postseason.database, files);
  });
  afterAll(async () => {
    await postseason.database.close();
    await testDatabase.drop();
  });
  return () => postseason;
}
