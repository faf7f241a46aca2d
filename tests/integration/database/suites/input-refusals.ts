import { describe, expect, it } from "vitest";
import { DatabaseOperations, newGameId, ValidationError } from "../../../../src/index.js";
import { homeTeamId, newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import type { At } from "../../../support/places.js";
import { fieldsOf, refusalWithoutTrace } from "../../../support/refusals.js";
import { countStatements } from "../../../support/statement-counter.js";

const tooBig = 2 ** 31;
const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 };
const play = newPlay({ gameId: newGameId(), batterId: 1, pitcherId: 2 } as never);
const entry = { gameId: newGameId(), teamId: homeTeamId };
const badEntry = { gameId: "x", teamId: 1.5, extra: 1 };
const badLineup = {
  ...badEntry,
  position: "QB",
  battingOrder: 0,
  playerName: "\0",
  replacingId: "7",
  isActive: 1,
};
const badLineupFields = [
  "battingOrder",
  "extra",
  "gameId",
  "isActive",
  "playerName",
  "position",
  "replacingId",
];
const badId = "019ff000-not-a-uuid";

/** Inputs in which several things are wrong, and every field that must be named; any type, as from JavaScript. */
const inputs: readonly [operation: keyof DatabaseOperations, given: readonly unknown[], fields: string[]][] =
  [
    [
      "createGame",
      [
        newGame({
          leagueId: "mlb" as never,
          homeTeamId: tooBig,
          inning: 0,
          homeScore: 1000,
          metadata: [] as never,
        }),
      ],
      ["homeScore", "homeTeamId", "inning", "leagueId", "metadata"],
    ],
    ["createGame", [newGame({ homeTeamId: 7, awayTeamId: 7 })], ["awayTeamId"]],
    ["createGame", [newGame({ winnerTeamId: 999 })], ["winnerTeamId"]],
    ["createGame", [{ ...newGame(), id: newGameId() }], ["id"]],
    ["createGame", [{}], ["awayTeamId", "homeTeamId", "leagueId"]],
    ["createGame", [{ ...newGame({ gameId: badId }), stateVersion: 3 }], ["gameId", "stateVersion"]],
    [
      "updateGameState",
      [
        badId,
        {
          inning: 100,
          half: "middle",
          homeScore: -1,
          awayScore: null,
          status: "over",
          startedAt: "now",
          x: 1,
        },
      ],
      ["awayScore", "gameId", "half", "homeScore", "inning", "startedAt", "status", "x"],
    ],
    ["updateGameState", [newGameId(), { ...state, winnerTeamId: tooBig }], ["winnerTeamId"]],
    ["loadGameState", [badId], ["gameId"]],
    [
      "savePlay",
      [
        {
          ...play,
          playNumber: 0,
          half: "x",
          outsBefore: 3,
          wpa: 2,
          checkPos: "QB",
          hitType: 1,
          runsScored: 1,
          y: 1,
        },
      ],
      ["checkPos", "half", "hitType", "outsBefore", "playNumber", "runsScored", "wpa", "y"],
    ],
    [
      "savePlay",
      [{ ...play, hit: 1, batterFinal: 1, ibb: 1, rbi: 1, onFirstFinal: 2, outsBefore: 2, outsRecorded: 2 }],
      ["batterFinal", "hit", "ibb", "onFirstFinal", "outsRecorded", "rbi"],
    ],
    ["savePlay", [{ ...play, inning: 0 }], ["inning"]],
    [
      "savePlay",
      [{}],
      ["awayScore", "batterId", "battingOrder", "gameId", "half", "homeScore", "inning", "outsBefore"].concat(
        ...["pitcherId", "playNumber"],
      ),
    ],
    ["recordPlay", [{ ...play, inning: 0, half: "x" }, state], ["half", "inning"]],
    ["recordPlay", [play, { ...state, inning: 0, half: "x" }], ["half", "inning"]],
    [
      "recordPlay",
      [
        { ...play, pa: 2, inning: 0 },
        { ...state, inning: 0, homeScore: -1 },
        { expectedVersion: -1, last: 1 },
      ],
      ["expectedVersion", "homeScore", "inning", "inning", "last", "pa"],
    ],
    ["recordPlay", [play, state, { expectedLastPlay: 7 }], ["expectedLastPlay"]],
    [
      "updateGameState",
      [badId, { ...state, half: "x" }, { expectedVersion: "1" }],
      ["expectedVersion", "gameId", "half"],
    ],
    [
      "listGames",
      [
        {
          status: "over",
          teamId: tooBig,
          leagueId: "mlb",
          createdFrom: 5,
          limit: 0,
          after: { id: badId },
          x: 1,
        },
      ],
      ["after.createdAt", "after.id", "createdFrom", "leagueId", "limit", "status", "teamId", "x"],
    ],
    ["deleteGame", [badId], ["gameId"]],
    [
      "startGame",
      [badId, { at: "now", expectedVersion: 0.5, x: 1 }],
      ["at", "expectedVersion", "gameId", "x"],
    ],
    ["pauseGame", [badId, { expectedVersion: -1 }], ["expectedVersion", "gameId"]],
    ["resumeGame", [badId, { at: new Date() }], ["at", "gameId"]],
    [
      "completeGame",
      [badId, { winnerTeamId: tooBig, at: new Date(Number.NaN) }],
      ["at", "gameId", "winnerTeamId"],
    ],
    ["abandonGame", [badId, { winnerTeamId: 1 }], ["gameId", "winnerTeamId"]],
    ["getPlays", [badId, { after: -1, limit: 0 }], ["after", "gameId", "limit"]],
    ["getPlaysWithPlayers", [badId, { after: 0.5, limit: "all" }], ["after", "gameId", "limit"]],
    ["addPdLineupCard", [{ ...badLineup, cardId: 0.5 }], ["cardId", ...badLineupFields, "teamId"]],
    ["addPdLineupCard", [{ ...entry, position: "P", playerId: 1 }], ["cardId", "playerId"]],
    [
      "addSbaLineupPlayer",
      [{ ...badLineup, playerId: 2 ** 53 }],
      [...badLineupFields, "playerId", "teamId"].sort(),
    ],
    ["addSbaLineupPlayer", [{ ...entry, position: "P", cardId: 1 }], ["cardId", "playerId"]],
    ["getActiveLineup", [badId, "home"], ["gameId", "teamId"]],
    ["getActiveLineup", [newGameId(), tooBig], ["teamId"]],
    ["deactivateLineupPlayer", [badId, 2 ** 53], ["gameId", "lineupId"]],
    ["addPdRosterCard", [{ ...badEntry, cardId: "7" }], ["cardId", "extra", "gameId", "teamId"]],
    ["addSbaRosterPlayer", [{ ...badEntry, playerId: null }], ["extra", "gameId", "playerId", "teamId"]],
    ["getPdRoster", [badId, "home"], ["gameId", "teamId"]],
    ["getSbaRoster", [newGameId(), tooBig], ["teamId"]],
    [
      "createGameSession",
      [{ gameId: badId, connectedUsers: "Ann", stateSnapshot: null, lastActionAt: new Date(Number.NaN) }],
      ["connectedUsers", "gameId", "lastActionAt", "stateSnapshot"],
    ],
    ["getGameSession", [badId], ["gameId"]],
    [
      "updateSessionSnapshot",
      [badId, [], { connectedUsers: 7, lastActionAt: "now" }],
      ["connectedUsers", "gameId", "lastActionAt", "stateSnapshot"],
    ],
  ];

const takers = ["createGame", "savePlay", "recordPlay", "addPdLineupCard", "addSbaLineupPlayer"] as const;
const others = ["addPdRosterCard", "addSbaRosterPlayer", "createGameSession", "loadGameState"] as const;

function call(operations: DatabaseOperations, name: keyof DatabaseOperations, given: readonly unknown[]) {
  return (operations[name] as unknown as (...given: unknown[]) => Promise<unknown>).apply(operations, [
    ...given,
  ]);
}

export function describeInputRefusals(at: At): void {
  describe("bad input", () => {
    for (const [name, given, fields] of inputs) {
      it(`of ${name}: names ${fields.join(", ")}, and nothing else`, async () => {
        const operations = new DatabaseOperations(at().database);
        const refusal = await refusalWithoutTrace(at().database, () => call(operations, name, given));
        expect(fieldsOf(refusal)).toEqual([...fields].sort());
      });
    }

    for (const name of ["getPlays", "getPlaysWithPlayers"] as const) {
      it(`of ${name}: a page that is not an object`, async () => {
        const operations = new DatabaseOperations(at().database);
        for (const page of [null, 7, "x"]) {
          const refusal = await refusalWithoutTrace(at().database, () =>
            call(operations, name, [newGameId(), page]),
          );
          expect(refusal).toBeInstanceOf(ValidationError);
        }
      });
    }

    for (const name of [...takers, ...others]) {
      it(`of ${name}: a value that is not an object`, async () => {
        const operations = new DatabaseOperations(at().database);
        for (const nothing of [undefined, null, 7, "x", []]) {
          const refusal = await refusalWithoutTrace(at().database, () =>
            call(operations, name, [nothing, state]),
          );
          expect(refusal).toBeInstanceOf(ValidationError);
        }
      });
    }
  });

  describe("bad input, before anything is sent", () => {
    it("is refused without a statement, even in a session that then commits", async () => {
      const game = await stageGame(at().database);
      using statements = countStatements();
      await at().database.transaction(async (session) => {
        const operations = new DatabaseOperations(session);
        for (const [name, given] of inputs) await call(operations, name, given).catch(() => {});
        await operations.savePlay(newPlay(game));
      });
      const saving = at().name === "Citus" ? ["update", "insert"] : ["with"];
      const sent = statements.sent.map((text) => text.split(/\W/, 1)[0]);
      expect(sent).toEqual(["begin", ...saving, "commit"]);
    });
  });
}
