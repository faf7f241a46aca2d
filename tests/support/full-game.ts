import type { DatabaseOperations, GameInput, PlayInput, Position } from "../../src/index.js";
import { fieldingPositions } from "../../src/rules/vocabulary.js";
import { awayTeamId, homeTeamId, newGame } from "./game-fixtures.js";

/** Lineup entries by the positions in which they started. */
type Starters = Readonly<Record<Exclude<Position, "PH" | "PR">, number>>;

/** A game before its first play. The away team's pitcher bats first; the home team has a designated hitter there. */
export interface FullGame {
  readonly gameId: string;
  readonly away: Starters;
  readonly home: Starters;
}

/** Players are called by their team and position: the away team's catcher, who bats second, is `Away C`. */
export function startersOf(
  team: "Away" | "Home",
  { designatedHitter = team === "Home", firstPlayer = 1 } = {},
) {
  const batters = [designatedHitter ? "DH" : "P", ...fieldingPositions.slice(1)] as const;
  const all = designatedHitter ? ([...batters, "P"] as const) : batters;
  return all.map((position, index) => ({
    ...{ position, playerId: firstPlayer + index, playerName: `${team} ${position}` },
    battingOrder: index < batters.length ? index + 1 : null,
  }));
}

/** Creates an SBA game with both starting lineups. */
export async function fullGame(
  operations: DatabaseOperations,
  overrides: Partial<GameInput> = {},
): Promise<FullGame> {
  const { id: gameId } = await operations.createGame(
    newGame({ status: "active", ...overrides, gameId: newGame().gameId }),
  );
  const set = async (teamId: number, players: ReturnType<typeof startersOf>) => {
    const { entries } = await operations.setStartingLineup({ gameId, teamId, players });
    return Object.fromEntries(entries.map(({ position, id }) => [position, id])) as unknown as Starters;
  };
  const away = await set(awayTeamId, startersOf("Away", { firstPlayer: 101 }));
  const home = await set(homeTeamId, startersOf("Home", { firstPlayer: 201 }));
  return { gameId, away, home };
}

/** The game's first play, unless overridden: the away team's pitcher reaches first base. */
export function firstPlay({ gameId, away, home }: FullGame, overrides: Partial<PlayInput> = {}): PlayInput {
  return {
    ...{ gameId, playNumber: 1, inning: 1, half: "top", outsBefore: 0, battingOrder: 1 },
    ...{ awayScore: 0, homeScore: 0, batterId: away.P, pitcherId: home.P },
    ...{ pa: 1, bb: 1, batterFinal: 1, ...overrides },
  };
}
