import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  GameNotFoundError,
  IllegalLineupError,
  newGameId,
  StaleGameStateError,
  ValidationError,
} from "../../../../src/index.js";
import { startersOf } from "../../../support/full-game.js";
import { awayTeamId, homeTeamId, newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { fieldsOf, refusalOf, refusalWithoutTrace } from "../../../support/refusals.js";

export function describeStartingLineups(at: At): void {
  inEveryMode("starting lineups", at, ({ perform, elsewhere }) => {
    const created = async (leagueId: "pd" | "sba" = "sba") =>
      (await elsewhere().createGame(newGame({ leagueId }))).id;

    describe("setStartingLineup", () => {
      it("enters ten players at once, in the order in which they were given, and commits them", async () => {
        const gameId = await created();
        const players = startersOf("Home");
        const { entries, stateVersion } = await perform((operations) =>
          operations.setStartingLineup({ gameId, teamId: homeTeamId, players }),
        );
        const start = {
          ...{ gameId, teamId: homeTeamId, cardId: null, isStarter: true, isActive: true },
          ...{ isFatigued: false, enteredInning: 1, replacingId: null, afterPlay: 0, leftAfterPlay: null },
          decision: null,
        };
        expect(entries).toEqual(players.map((player) => ({ ...start, ...player, id: expect.any(Number) })));
        expect(stateVersion).toBe(1);
        const stored = await elsewhere().getActiveLineup(gameId, homeTeamId);
        expect(stored).toEqual(entries);
      });

      it("enters nine cards in a PD game", async () => {
        const gameId = await created("pd");
        const players = startersOf("Away").map(({ playerId, ...player }) => ({
          ...player,
          cardId: playerId,
        }));
        await perform((operations) => operations.setStartingLineup({ gameId, teamId: awayTeamId, players }));
        const stored = await elsewhere().getActiveLineup(gameId, awayTeamId);
        expect(stored.map(({ cardId, playerId }) => [cardId, playerId])).toEqual(
          players.map(({ cardId }) => [cardId, null]),
        );
      });

      it("enters a pitcher who is his own designated hitter twice", async () => {
        const gameId = await created();
        const players = startersOf("Home").map((player) =>
          player.position === "DH" ? { ...player, playerId: 10, playerName: "Home P" } : player,
        );
        await perform((operations) => operations.setStartingLineup({ gameId, teamId: homeTeamId, players }));
        const stored = await elsewhere().getActiveLineup(gameId, homeTeamId);
        expect(stored.filter(({ playerId }) => playerId === 10).map(({ position }) => position)).toEqual([
          "DH",
          "P",
        ]);
      });

      it("enters both teams' lineups, called at once", async () => {
        const gameId = await created();
        const [home, away] = await perform((operations) =>
          Promise.all([
            operations.setStartingLineup({ gameId, teamId: homeTeamId, players: startersOf("Home") }),
            operations.setStartingLineup({ gameId, teamId: awayTeamId, players: startersOf("Away") }),
          ]),
        );
        expect([home.stateVersion, away.stateVersion].toSorted()).toEqual([1, 2]);
        expect((await elsewhere().loadGameState(gameId))?.lineups).toHaveLength(19);
      });

      it("refuses a second lineup, with every reason", async () => {
        const gameId = await created();
        const [first, ...players] = startersOf("Home");
        await elsewhere().setStartingLineup({ gameId, teamId: homeTeamId, players: startersOf("Home") });
        const refusal = await refusalWithoutTrace(at().elsewhere, () =>
          perform((operations) => operations.setStartingLineup({ gameId, teamId: homeTeamId, players })),
        );
        expect(first?.position).toBe("DH");
        expect(refusal).toBeInstanceOf(IllegalLineupError);
        const reasons = [
          "This team has a lineup already.",
          "Nobody would bat first.",
          "Home P must bat: nobody is the designated hitter.",
        ];
        expect(refusal.details).toEqual({ gameId, teamId: homeTeamId, reasons });
        expect(refusal.message).toBe(
          `Team ${homeTeamId} cannot begin game ${gameId} with this lineup. ${reasons.join(" ")}`,
        );
      });

      it("does not affect the transaction if it is refused", async () => {
        const gameId = await created();
        await at().database.transaction(async (session) => {
          const operations = new DatabaseOperations(session);
          const lineup = { gameId, teamId: homeTeamId, players: [] };
          expect(await refusalOf(operations.setStartingLineup(lineup))).toBeInstanceOf(IllegalLineupError);
          await operations.setStartingLineup({ ...lineup, players: startersOf("Home") });
        });
        expect(await elsewhere().getActiveLineup(gameId, homeTeamId)).toHaveLength(10);
      });

      it("refuses a team that does not play, a missing game, and an old version", async () => {
        const gameId = await created();
        const lineup = { gameId, teamId: homeTeamId, players: startersOf("Home") };
        const strangers = await refusalOf(
          perform((operations) => operations.setStartingLineup({ ...lineup, teamId: 99 })),
        );
        expect(fieldsOf(strangers)).toEqual(["teamId"]);
        const missing = await refusalOf(
          perform((operations) => operations.setStartingLineup({ ...lineup, gameId: newGameId() })),
        );
        expect(missing).toBeInstanceOf(GameNotFoundError);
        const stale = await refusalOf(
          perform((operations) => operations.setStartingLineup(lineup, { expectedVersion: 3 })),
        );
        expect(stale).toBeInstanceOf(StaleGameStateError);
        expect(stale.details).toMatchObject({ stateVersion: 0, lastPlay: 0, status: "pending" });
      });

      it("names every field that is wrong", async () => {
        const players = [
          { position: "QB", battingOrder: 10, playerId: 1 },
          { position: "P" },
          { position: "C", cardId: 1, playerId: 2, umpire: true },
        ];
        const refusal = await refusalOf(
          perform((operations) =>
            operations.setStartingLineup({ gameId: "7", teamId: 0.5, players } as never),
          ),
        );
        expect(refusal).toBeInstanceOf(ValidationError);
        expect(fieldsOf(refusal)).toEqual([
          "gameId",
          ...["players.0.battingOrder", "players.0.position", "players.1.cardId"],
          ...["players.2.cardId", "players.2.umpire", "teamId"],
        ]);
      });
    });
  });
}
