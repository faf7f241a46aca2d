import { expect, it } from "vitest";
import { importSeason } from "../../src/import.js";
import { OfficialRecord } from "../support/official-record.js";
import { onServer } from "../support/places.js";
import { realGamesAreMissing, realGamesFolders } from "../support/retrosheet.js";

const at = onServer();

it.skipIf(realGamesAreMissing)(
  "every batting, pitching and fielding line and every line score of the real games equals the official one",
  async () => {
    const record = new OfficialRecord(at().database);
    for (const folder of realGamesFolders) {
      await importSeason(at().database, { paths: [folder] });
      await record.compareFolder(folder);
    }
    const { games, batting, pitching, fielding } = record.compared;
    console.log(
      `${games} games: ${batting} batting lines, ${pitching} pitching lines and ${fielding} players' fielding lines compared; ${record.exceptions.length} exceptions.`,
    );
    for (const exception of record.exceptions) console.log(exception);
    expect(record.exceptions).toEqual([]);
    expect(record.compared).toEqual({ games: 933, batting: 27_818, pitching: 8_287, fielding: 27_818 });
  },
  900_000,
);
