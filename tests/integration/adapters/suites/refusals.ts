import { describe, expect, it } from "vitest";
import {
  BattingSlotTakenError,
  DatabaseOperations,
  FieldingPositionTakenError,
  GameExistsError,
  GameNotFoundError,
  GameSessionExistsError,
  GameStatusError,
  IdentifierOutOfRangeError,
  LineupEntryNotFoundError,
  newGameId,
  PlayConflictError,
  RosterEntryExistsError,
  StaleGameStateError,
  ValidationError,
  WrongLeagueError,
} from "../../../../src/index.js";
import {
  awayTeamId,
  homeTeamId,
  newGame,
  newPlay,
  type StagedGame,
  stageGame,
} from "../../../support/game-fixtures.js";
import { queryAlone } from "../../../support/raw-sql.js";
import { fieldsOf, refusalOf } from "../../../support/refusals.js";
import type { Bench } from "../library.js";

type ErrorClass = abstract new (...given: never[]) => Error;
type Work = (operations: DatabaseOperations, game: StagedGame) => Promise<unknown>;

const nowhere = newGameId();
const place = { teamId: homeTeamId, playerId: 90, position: "DH" } as const;
const onBench = { ...place, battingOrder: 8 } as const;

const refusals: readonly [what: string, ErrorClass, Work][] = [
  ["a game's id that is taken", GameExistsError, (to, { gameId }) => to.createGame(newGame({ gameId }))],
  ["a session of no game", GameNotFoundError, (to) => to.createGameSession({ gameId: nowhere })],
  ["a state of no game", GameNotFoundError, (to) => to.updateGameState(nowhere, state)],
  ["the deletion of no game", GameNotFoundError, (to) => to.deleteGame(nowhere)],
  ["a step that is not legal", GameStatusError, (to, { gameId }) => to.resumeGame(gameId)],
  [
    "a state of another version than is expected",
    StaleGameStateError,
    (to, { gameId }) => to.updateGameState(gameId, state, { expectedVersion: 1 }),
  ],
  [
    "a play that is not the next as expected",
    StaleGameStateError,
    (to, game) => to.recordPlay(newPlay(game, { playNumber: 3 }), state, { expectedLastPlay: 2 }),
  ],
  [
    "a batter of no lineup",
    LineupEntryNotFoundError,
    (to, game) => to.savePlay(newPlay(game, { batterId: 2 ** 40 })),
  ],
  [
    "another play under a number",
    PlayConflictError,
    async (to, game) => {
      await to.savePlay(newPlay(game));
      return to.recordPlay(newPlay(game, { pa: 1 }), state);
    },
  ],
  [
    "a batting slot that is taken",
    BattingSlotTakenError,
    (to, { gameId }) => to.addSbaLineupPlayer({ ...onBench, gameId, battingOrder: 1 }),
  ],
  [
    "a fielding position that is taken",
    FieldingPositionTakenError,
    (to, { gameId }) => to.addSbaLineupPlayer({ ...onBench, gameId, position: "C" }),
  ],
  [
    "a second session of a game",
    GameSessionExistsError,
    async (to, { gameId }) => {
      await to.createGameSession({ gameId });
      return to.createGameSession({ gameId });
    },
  ],
  [
    "a player twice on a roster",
    RosterEntryExistsError,
    async (to, { gameId }) => {
      await to.addSbaRosterPlayer({ gameId, teamId: homeTeamId, playerId: 5 });
      return to.addSbaRosterPlayer({ gameId, teamId: awayTeamId, playerId: 5 });
    },
  ],
  [
    "a card in an SBA game",
    WrongLeagueError,
    (to, { gameId }) => to.addPdRosterCard({ gameId, teamId: homeTeamId, cardId: 5 }),
  ],
  [
    "a time that PostgreSQL does not know",
    ValidationError,
    (to, { gameId }) => to.updateGameState(gameId, { ...state, startedAt: new Date(8.64e15) }),
  ],
];

const state = { inning: 2, half: "top", homeScore: 0, awayScore: 0 } as const;

/** The errors are those of Dugout's own sessions, however the library wraps the driver's. */
export function describeRefusals({ library, database }: Bench): void {
  const refused = (work: Work, game: StagedGame) =>
    refusalOf(library().transaction(({ executor }) => work(new DatabaseOperations(executor), game)));

  describe("what is refused", () => {
    it.each(refusals)("%s is the same error as on Dugout's own session", async (_, ErrorClass, work) => {
      const game = await stageGame(database());
      const refusal = await refused(work, game);
      const ours = await refusalOf(
        database().transaction((session) => work(new DatabaseOperations(session), game)),
      );
      expect(refusal).toBeInstanceOf(ErrorClass);
      expect(refusal.message).toBe(ours.message);
      expect(refusal.details).toEqual(ours.details);
      expect(await new DatabaseOperations(database()).getPlays(game.gameId)).toEqual([]);
    });

    it("input is checked before anything is sent, and the transaction continues", async () => {
      const game = await stageGame(database());
      await library().transaction(async ({ executor }) => {
        const operations = new DatabaseOperations(executor);
        const refusal = await refusalOf(operations.savePlay(newPlay(game, { inning: 0 })));
        expect(fieldsOf(refusal)).toContain("inning");
        await operations.savePlay(newPlay(game));
      });
      expect(await new DatabaseOperations(database()).getPlays(game.gameId)).toHaveLength(1);
    });

    it("a number beyond 2^53 is an error, never rounded", async () => {
      const { gameId } = await stageGame(database());
      await queryAlone(
        database(),
        `insert into roster_links (game_id, team_id, player_id) values ('${gameId}', 11, 9007199254740993)`,
      );
      const refusal = await refused((operations) => operations.getSbaRoster(gameId), {} as StagedGame);
      expect(refusal).toBeInstanceOf(IdentifierOutOfRangeError);
      expect(refusal.message).toContain("9007199254740993");
    });
  });
}
