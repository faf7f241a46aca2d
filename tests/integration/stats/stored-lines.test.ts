import { expect, it } from "vitest";
import { stateAfter } from "../../../src/import/game-file/record-game.js";
import { type Database, DatabaseOperations } from "../../../src/index.js";
import { storeAllLines } from "../../../src/stats.js";
import { onServer } from "../../support/places.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { lastRecordedPlay, recordedGame } from "../../support/recorded-game.js";
import { untilBlocked } from "../../support/server-activity.js";
import { isOnCitus } from "../../support/test-database.js";

const at = onServer();
const operations = () => new DatabaseOperations(at().database);

/** The lines that are read, and those that the plays have; the order is that of the entries. */
async function lines(database: Database, gameId: string, kind: "batting" | "pitching") {
  const read = (view: string) =>
    queryAlone(database, `select * from ${view} where game_id = '${gameId}' order by entry_id`);
  return { read: await read(`${kind}_lines`), computed: await read(`computed_${kind}_lines`) };
}

async function expectExact(gameId: string): Promise<void> {
  for (const kind of ["batting", "pitching"] as const) {
    const { read, computed } = await lines(at().database, gameId, kind);
    expect(computed.length).toBeGreaterThan(0);
    expect(read).toEqual(computed);
  }
}

async function isStored(gameId: string): Promise<boolean> {
  const rows = await queryAlone(at().database, `select from exact_lines where game_id = '${gameId}'`);
  return rows.length === 1;
}

it("completing a game stores its lines, and those of the plays are read", async () => {
  const { file } = await recordedGame(at().database);
  const { id } = file.game;
  expect(await isStored(id)).toBe(false);
  await expectExact(id);
  await operations().completeGame(id);
  expect(await isStored(id)).toBe(true);
  await expectExact(id);
});

it("stored lines are really read: a manual change of them is visible", async () => {
  const { file } = await recordedGame(at().database);
  await operations().completeGame(file.game.id);
  await queryAlone(
    at().database,
    `update stored_batting_lines set ab = 99 where game_id = '${file.game.id}'`,
  );
  const { read } = await lines(at().database, file.game.id, "batting");
  expect(new Set(read.map(({ ab }) => ab))).toEqual(new Set([99]));
});

it.each([
  [
    "a revised last play",
    async (game: Recorded) => {
      const { play, state } = lastRecordedPlay(game);
      await operations().reviseLastPlay(
        { ...play, rbi: 0, hit: 1, ab: 1, so: 0, sacFly: 0, sacBunt: 0, bb: 0, hbp: 0 },
        state,
      );
    },
  ],
  [
    "a play that was added by itself",
    async (game: Recorded) => {
      const { play } = lastRecordedPlay(game);
      await operations().savePlay({ ...play, playNumber: play.playNumber + 1 });
    },
  ],
  [
    "a play with a state",
    async (game: Recorded) => {
      const { play, state } = lastRecordedPlay(game);
      await operations().recordPlay(
        { ...play, playNumber: play.playNumber + 1 },
        { ...state, status: "completed" },
        { outOfSequence: true },
      );
    },
  ],
  [
    "a game that was rewound",
    async ({ file }: Recorded) => {
      await operations().rewindGame(file.game.id, 40);
    },
  ],
])("after %s, the lines that are read are those of the plays", async (_, change) => {
  const game = await recordedGame(at().database);
  const { id } = game.file.game;
  await operations().completeGame(id);
  const before = await lines(at().database, id, "batting");
  await change(game);
  expect(await isStored(id)).toBe(false);
  await expectExact(id);
  expect((await lines(at().database, id, "batting")).read).not.toEqual(before.read);
});

it("a correction that comes while the game is completed is in the lines", async () => {
  const game = await recordedGame(at().database);
  const { id } = game.file.game;
  const { play, state } = lastRecordedPlay(game);
  await using session = await at().database.session();
  await new DatabaseOperations(session).reviseLastPlay(
    { ...play, resultDescription: "revised", rbi: 0 },
    state,
  );
  const completed = operations().completeGame(id);
  await untilBlocked(at().elsewhere);
  await session.commit();
  expect((await completed).status).toBe("completed");
  await expectExact(id);
  // Lines computed before the correction must not be used afterwards. A cluster computes them after it, in a separate step.
  expect(await isStored(id)).toBe(isOnCitus);
});

it("games without lines get them on request, and only once", async () => {
  const { file } = await recordedGame(at().database);
  const { id } = file.game;
  expect(await operations().storeLines(id)).toBe(false);
  await operations().updateGameState(id, { ...stateAfter(file, 0), status: "completed" });
  expect(await isStored(id)).toBe(false);
  expect((await storeAllLines(at().database, { gameIds: [id] })).games).toBe(1);
  expect(await isStored(id)).toBe(true);
  expect((await storeAllLines(at().database, { gameIds: [id] })).games).toBe(0);
  await expectExact(id);
  expect(await operations().storeLines(id)).toBe(true);
});

it("lines of an older state do not replace those of a newer one", async () => {
  const { file } = await recordedGame(at().database);
  const { id } = file.game;
  await operations().completeGame(id);
  await queryAlone(
    at().database,
    `update stored_lines set state_version = state_version + 1000 where game_id = '${id}'`,
  );
  await queryAlone(
    at().database,
    `update stored_batting_lines set state_version = state_version + 1000 where game_id = '${id}'`,
  );
  await operations().storeLines(id);
  const rows = await at().database.transaction((session) =>
    query(
      session,
      `select distinct state_version - (select state_version from games where id = '${id}') as ahead
      from stored_batting_lines where game_id = '${id}'`,
    ),
  );
  expect(rows).toEqual([{ ahead: 1000 }]);
  await expectExact(id);
});

type Recorded = Awaited<ReturnType<typeof recordedGame>>;
