import { expect, it } from "vitest";
import { importSeason } from "../../../src/import.js";
import { embedded, onServer } from "../../support/places.js";
import { needsPostseason } from "../../support/retrosheet.js";
import { postseasonText, SeasonFolder } from "../../support/season-files.js";
import { storedRows } from "../../support/stored-rows.js";

const server = onServer();
const inMemory = embedded();

it(
  "an embedded database, which accepts no COPY, has the same rows as a server after an import",
  needsPostseason,
  async () => {
    const folder = await SeasonFolder.create();
    await folder.write({ "2016TST.EVE": await postseasonText(3) });
    for (const at of [server, inMemory]) {
      const { database } = at();
      expect(await importSeason(database, { paths: [folder.path] })).toMatchObject({
        games: 3,
        problems: [],
      });
      expect(await importSeason(database, { paths: [folder.path] })).toMatchObject({
        games: 0,
        alreadyStored: 3,
      });
    }
    expect(await storedRows(inMemory().database)).toEqual(await storedRows(server().database));
    await folder.remove();
  },
);
