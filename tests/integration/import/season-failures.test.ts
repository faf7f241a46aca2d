import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importSeason } from "../../../src/import.js";
import { CommitOutcomeUnknownError, Database } from "../../../src/index.js";
import { onServer, serverDatabase } from "../../support/places.js";
import { withClient } from "../../support/plain-client.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { needsPostseason, postseasonIsMissing } from "../../support/retrosheet.js";
import { postseasonText, SeasonFolder } from "../../support/season-files.js";
import { untilBlocked } from "../../support/server-activity.js";

const games = 2;
const at = onServer();
const given = serverDatabase();
let folder: SeasonFolder;

beforeAll(async () => {
  folder = await SeasonFolder.create();
  if (postseasonIsMissing) return;
  await folder.write({ "2016TST.EVE": await postseasonText(games) });
});
afterAll(() => folder.remove());

/** The server's process that waits in the middle of the import. */
const waitingCopy = `select pid from pg_stat_activity
  where datname = current_database() and query like 'copy plays%' and wait_event_type = 'Lock'`;

it(
  "an import that loses its connection in the middle of a COPY reports it, stores nothing of the batch, and can be run again",
  needsPostseason,
  async () => {
    const { database, elsewhere } = at();
    const told = await elsewhere.transaction(async (session) => {
      await query(session, "lock table plays in share mode");
      const failure = importSeason(database, { paths: [folder.path] }).catch((error: unknown) => error);
      await untilBlocked(elsewhere);
      await queryAlone(elsewhere, `select pg_terminate_backend(pid) from (${waitingCopy}) as waiting`);
      return failure;
    });
    expect(told).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(await queryAlone(database, "select count(*)::int as games from games")).toEqual([{ games: 0 }]);
    expect(await importSeason(database, { paths: [folder.path] })).toMatchObject({ games, problems: [] });
  },
);

it(
  "an import for which the server has only one connection stores everything through that one",
  needsPostseason,
  async () => {
    const role = `importer_${randomBytes(4).toString("hex")}`;
    const other = given();
    await withClient(other.url, (client) =>
      client.query(`create role ${role} login password 'secret' connection limit 2;
        grant all on all tables in schema public to ${role}; grant all on all sequences in schema public to ${role}`),
    );
    const url = new URL(other.url);
    url.username = role;
    url.password = "secret";
    try {
      await using database = await Database.open(url.href, { connectTimeout: 1_000, poolSize: 1 });
      // The session has one of the role's two connections.
      await using session = await database.session();
      await query(session, "select 1");
      const stored = await importSeason(database, { paths: [folder.path] });
      expect(stored).toMatchObject({ games, problems: [] });
      await session.rollback();
    } finally {
      await withClient(other.url, (client) => client.query(`drop owned by ${role}; drop role ${role}`));
    }
  },
);
