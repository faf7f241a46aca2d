import { describe, expect, it } from "vitest";
import { DatabaseOperations, type Executor } from "../../../src/index.js";
import { type PlayValues, playInput } from "../../../src/models/plays-table.js";
import { removeKnownFindings, saveKnownFinding } from "../../../src/statements/known-finding-statements.js";
import { recordJudgedPlay } from "../../../src/statements/record-play-statements.js";
import { storeLinesOfGames } from "../../../src/statements/stored-line-statements.js";
import { fillValues } from "../../../src/stats/value/fill-statements.js";
import { everyOperation } from "../../support/every-operation.js";
import { fullGame } from "../../support/full-game.js";
import { newGame, newPlay, type StagedGame, stageGame } from "../../support/game-fixtures.js";
import { onServer } from "../../support/places.js";
import { query, queryAlone } from "../../support/raw-sql.js";
import { untilBlocked } from "../../support/server-activity.js";
import { statements } from "../../support/statements.js";

const at = onServer();
const operations = () => new DatabaseOperations(at().database);

/** No follower sees what these statements write: they lock the game without incrementing its version. */
const unseen = [
  ...["addPdRosterCard", "addSbaRosterPlayer", "createGameSession", "updateSessionSnapshot", "storeLines"],
  "storeLinesOfGames",
  ...["saveKnownFinding", "removeKnownFindings"],
];
/** These need no lock: the game does not exist yet, or is deleted with its row. */
const ofTheRow = ["createGame", "deleteGame"];
const writing = [...statements, fillValues].filter(
  ({ access, name }) => access === "write" && name !== "lockGame",
);

interface Row {
  readonly stamp: number;
  readonly content: string;
}

/** Everything of a game that a follower may see, by the rows' names. */
async function seenOf(gameId: string): Promise<{ game: Row | undefined; rows: Map<string, Row> }> {
  const select = (table: string, name: string, column: string) =>
    `select ${name} as name, feed_version as stamp, (to_jsonb(${table}) - 'feed_version')::text as content
     from ${table} where ${column} = '${gameId}'`;
  const found = await queryAlone(
    at().elsewhere,
    [
      select("games", "'game'", "id"),
      select("plays", "'play ' || play_number", "game_id"),
      select("lineups", "'entry ' || id", "game_id"),
    ].join(" union all "),
  );
  const rows = new Map(found.map(({ name, stamp, content }) => [String(name), { stamp, content } as Row]));
  const game = rows.get("game");
  rows.delete("game");
  return { game, rows };
}

/** An SBA game with three plays and a session, and a PD game. */
async function prepare(name: string): Promise<{ sba: StagedGame; pd: string }> {
  const sba = name === "substitute" ? await wholeLineups() : await stageGame(at().database);
  const { gameId } = sba;
  const { id: pd } = await operations().createGame(newGame({ leagueId: "pd" }));
  for (const playNumber of [1, 2, 3]) await operations().savePlay(newPlay(sba, { playNumber }));
  await operations().createGameSession({ gameId });
  if (/^(pause|resume|complete)Game|storeLines/.test(name)) await operations().startGame(gameId);
  if (name === "resumeGame") await operations().pauseGame(gameId);
  if (name.startsWith("storeLines")) await operations().completeGame(gameId);
  return { sba, pd };
}

async function wholeLineups(): Promise<StagedGame> {
  const { gameId, away, home } = await fullGame(operations());
  return { gameId, batterId: away.P, pitcherId: home.P } as StagedGame;
}

const calls = {
  ...everyOperation,
  recordPlayOutOfSequence: (ops: DatabaseOperations, game: StagedGame) =>
    ops.recordPlay(newPlay(game, { playNumber: 9 }), state, { outOfSequence: true }),
  recordPlayWithCorrections: (ops: DatabaseOperations, game: StagedGame) =>
    ops.recordPlay(newPlay(game, { playNumber: 4 }), state, {
      corrections: [{ playNumber: 2, earnedRuns: 0, earnedRunCode: 0, teamUnearnedRuns: 0 }],
    }),
  recordJudgedPlay: async (_: DatabaseOperations, game: StagedGame, __: string, executor: Executor) => {
    const { gameId } = game;
    const [found] = await queryAlone(
      at().elsewhere,
      `select feed_version as version from games where id = '${gameId}'`,
    );
    return executor.execute(recordJudgedPlay, {
      play: playInput().parse(newPlay(game, { playNumber: 4 })) as PlayValues,
      state: { ...state, gameId, status: null, winnerTeamId: null, startedAt: null, completedAt: null },
      ...{ stateHash: 0, expectedVersion: null, feedVersion: Number(found?.version) },
    });
  },
  reviseLastPlay: (ops: DatabaseOperations, game: StagedGame) =>
    ops.reviseLastPlay(newPlay(game, { playNumber: 3, hitType: "single" }), state),
  fillValues: (_: DatabaseOperations, { gameId }: StagedGame, __: string, executor: Executor) =>
    executor.execute(fillValues, {
      ...{ gameId, playNumbers: [1, 2], re24: [0.5, 0], wpa: [0.1, 0] },
    }),
  storeLinesOfGames: (_: DatabaseOperations, { gameId }: StagedGame, __: string, executor: Executor) =>
    executor.execute(storeLinesOfGames, { gameIds: [gameId] }),
  saveKnownFinding: (_: DatabaseOperations, { gameId }: StagedGame, __: string, executor: Executor) =>
    executor.execute(saveKnownFinding, {
      ...{ gameId, kind: "batting-order", play: 2, message: "found", reason: "known" },
    }),
  removeKnownFindings: (_: DatabaseOperations, { gameId }: StagedGame, __: string, executor: Executor) =>
    executor.execute(removeKnownFindings, { gameId }),
};
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

type Call = (ops: DatabaseOperations, sba: StagedGame, pd: string, executor: Executor) => unknown;
const isOf = (name: string): Call | undefined => calls[name as keyof typeof calls] as Call | undefined;
const names = writing.map(({ name }) => name);

describe("a statement that writes", () => {
  it("is run by an operation with the same name, so that a new one is tested here, too", () => {
    expect(names.filter((name) => isOf(name) === undefined)).toEqual([]);
  });

  it.each(names)("%s stamps all rows that it writes with the game's version", async (name) => {
    const { sba, pd } = await prepare(name);
    const before = new Map([sba.gameId, pd].map((id) => [id, seenOf(id)]));
    for (const seen of before.values()) await seen;
    await isOf(name)?.(operations(), sba, pd, at().database);
    let hasCounted = false;
    for (const [id, seen] of before) {
      const { game, rows } = await seen;
      const now = await seenOf(id);
      if (now.game === undefined) continue;
      const changed = [...now.rows].filter(([row, { content }]) => rows.get(row)?.content !== content);
      const removed = [...rows.keys()].filter((row) => !now.rows.has(row));
      const isChanged = changed.length > 0 || removed.length > 0 || now.game.content !== game?.content;
      hasCounted ||= now.game.stamp > Number(game?.stamp);
      if (isChanged) expect(now.game.stamp).toBe(Number(game?.stamp) + 1);
      for (const [, { stamp }] of changed) expect(stamp).toBe(now.game.stamp);
      for (const [row, { stamp }] of now.rows)
        if (!changed.some(([other]) => other === row)) expect(stamp).toBe(rows.get(row)?.stamp);
    }
    expect(hasCounted).toBe(![...unseen, ...ofTheRow].includes(name));
  });

  it.each(names.filter((name) => name !== "createGame"))(
    "%s waits for the transaction that has locked the game",
    async (name) => {
      const { sba, pd } = await prepare(name);
      const both = [sba.gameId, pd];
      const before = await Promise.all(both.map(seenOf));
      await using holder = await at().database.session();
      // What only refers to the game's row, as a foreign key does, does not wait for this.
      for (const id of both) await query(holder, `select from games where id = '${id}' for no key update`);
      const other = at().elsewhere;
      const call = Promise.resolve(isOf(name)?.(new DatabaseOperations(other), sba, pd, other));
      const outcome = call.then(
        () => "done",
        () => "refused",
      );
      expect(await Promise.race([outcome, untilBlocked(at().database).then(() => "waits")])).toBe("waits");
      expect(await Promise.all(both.map(seenOf))).toEqual(before);
      await holder.rollback();
      expect(await outcome).toBe("done");
    },
  );
});
