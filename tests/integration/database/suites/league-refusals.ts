import { expect, it } from "vitest";
import {
  type DatabaseOperations,
  type League,
  ValidationError,
  WrongLeagueError,
} from "../../../../src/index.js";
import { awayTeamId, homeTeamId, newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { fieldsOf, isFromDatabase, refusalWithoutTrace } from "../../../support/refusals.js";

type Entry = { readonly gameId: string; readonly teamId: number };

/** Every operation that puts somebody into a game, and the league that it is for. */
const additions: readonly {
  readonly name: string;
  readonly league: League;
  add(operations: DatabaseOperations, entry: Entry): Promise<number>;
}[] = [
  {
    ...{ name: "addPdLineupCard", league: "pd" },
    add: (operations, entry) => operations.addPdLineupCard({ ...entry, cardId: 1, position: "P" }),
  },
  {
    ...{ name: "addSbaLineupPlayer", league: "sba" },
    add: (operations, entry) => operations.addSbaLineupPlayer({ ...entry, playerId: 1, position: "P" }),
  },
  {
    ...{ name: "addPdRosterCard", league: "pd" },
    add: (operations, entry) => operations.addPdRosterCard({ ...entry, cardId: 1 }),
  },
  {
    ...{ name: "addSbaRosterPlayer", league: "sba" },
    add: (operations, entry) => operations.addSbaRosterPlayer({ ...entry, playerId: 1 }),
  },
];

export function describeLeagueRefusals(at: At): void {
  inEveryMode("leagues and teams", at, ({ perform, elsewhere }) => {
    for (const { name, league, add } of additions) {
      const otherLeague = league === "pd" ? "sba" : "pd";

      it(`${name} refuses a game of the ${otherLeague} league with a WrongLeagueError`, async () => {
        const { id: gameId } = await elsewhere().createGame(newGame({ leagueId: otherLeague }));
        for (const teamId of [homeTeamId, 999]) {
          const refusal = await refusalWithoutTrace(at().database, () =>
            perform((operations) => add(operations, { gameId, teamId })),
          );
          expect(refusal).toBeInstanceOf(WrongLeagueError);
          expect(refusal.details).toMatchObject({ gameId, leagueId: otherLeague });
          expect(refusal.message).toContain(name);
        }
      });

      it(`${name} refuses a team that does not play, naming the field and the two that do`, async () => {
        const { id: gameId } = await elsewhere().createGame(newGame({ leagueId: league }));
        const refusal = await refusalWithoutTrace(at().database, () =>
          perform((operations) => add(operations, { gameId, teamId: 999 })),
        );
        expect(fieldsOf(refusal)).toEqual(["teamId"]);
        for (const team of [homeTeamId, awayTeamId, 999]) expect(refusal.message).toContain(`${team}`);
      });
    }

    it("updateGameState refuses a winner that does not play, naming the field", async () => {
      const game = await elsewhere().createGame(newGame());
      const state = { inning: 9, half: "bottom", homeScore: 1, awayScore: 0, winnerTeamId: 999 } as const;
      const refusal = await refusalWithoutTrace(at().database, () =>
        perform((operations) => operations.updateGameState(game.id, state)),
      );
      expect(refusal).toBeInstanceOf(ValidationError);
      expect(fieldsOf(refusal)).toEqual(["winnerTeamId"]);
      expect(isFromDatabase(refusal)).toBe(true);
      expect((await elsewhere().loadGameState(game.id))?.game).toEqual(game);
    });
  });
}
