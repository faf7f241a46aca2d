import {
  type Database,
  DatabaseOperations,
  type GameInput,
  newGameId,
  type PlayInput,
} from "../../src/index.js";

export const homeTeamId = 11;
export const awayTeamId = 22;

export type GivenGame = GameInput & { gameId: string };

/** The input for a new SBA game. */
export function newGame(overrides: Partial<GivenGame> = {}): GivenGame {
  return { gameId: newGameId(), leagueId: "sba", homeTeamId, awayTeamId, ...overrides };
}

export const people = [
  "batterId",
  "pitcherId",
  "catcherId",
  "defenderId",
  "runnerId",
  "onFirstId",
  "onSecondId",
  "onThirdId",
] as const;
type Person = (typeof people)[number];

/** A game with one lineup entry for each of the eight people whom a play can name. */
export type StagedGame = { readonly gameId: string } & { readonly [Field in Person]: number };

const roles = {
  batterId: { teamId: awayTeamId, battingOrder: 1, position: "DH", playerName: "Aoki" },
  onFirstId: { teamId: awayTeamId, battingOrder: 2, position: "PH", playerName: "Bell" },
  onSecondId: { teamId: awayTeamId, battingOrder: 3, position: "PH", playerName: "Cruz" },
  onThirdId: { teamId: awayTeamId, battingOrder: 4, position: "PR", playerName: "Diaz" },
  runnerId: { teamId: awayTeamId, battingOrder: 5, position: "PR", playerName: "Eto" },
  pitcherId: { teamId: homeTeamId, position: "P", playerName: "Ford" },
  catcherId: { teamId: homeTeamId, battingOrder: 1, position: "C", playerName: "Gil" },
  defenderId: { teamId: homeTeamId, battingOrder: 2, position: "SS", playerName: "Hall" },
} as const;

/** Creates an SBA game with eight people in its lineups, in one transaction. */
export function stageGame(database: Database, game: GivenGame = newGame()): Promise<StagedGame> {
  const { gameId } = game;
  return database.transaction(async (session) => {
    const operations = new DatabaseOperations(session);
    const created = operations.createGame(game);
    const entries = Object.entries(roles).map(async ([field, role], index) => {
      const id = await operations.addSbaLineupPlayer({ gameId, playerId: 500 + index, ...role });
      return [field, id] as const;
    });
    const [, ...ids] = await Promise.all([created, ...entries]);
    return { gameId, ...Object.fromEntries(ids) } as StagedGame;
  });
}

/** A play with only the required fields. */
export function newPlay(game: StagedGame, overrides: Partial<PlayInput> = {}): PlayInput {
  const { gameId, batterId, pitcherId } = game;
  const situation = { inning: 1, half: "top", outsBefore: 0, battingOrder: 1 } as const;
  return {
    gameId,
    playNumber: 1,
    ...situation,
    awayScore: 0,
    homeScore: 0,
    batterId,
    pitcherId,
    ...overrides,
  };
}
