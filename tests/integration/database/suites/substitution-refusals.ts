import { describe, expect, it } from "vitest";
import {
  DatabaseOperations,
  GameNotFoundError,
  IllegalSubstitutionError,
  newGameId,
  StaleGameStateError,
  type Substitution,
} from "../../../../src/index.js";
import { firstPlay, fullGame } from "../../../support/full-game.js";
import { homeTeamId } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { fieldsOf, refusalOf, refusalWithoutTrace } from "../../../support/refusals.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

export function describeSubstitutionRefusals(at: At): void {
  inEveryMode("substitutions that are refused", at, ({ perform, elsewhere }) => {
    const pitchersOf = async (gameId: string) =>
      (await elsewhere().getActiveLineup(gameId, homeTeamId))
        .filter(({ position }) => position === "P")
        .map(({ playerId }) => playerId);

    describe("substitute", () => {
      it("refuses what the rules do not allow, with every reason, and changes nothing", async () => {
        const game = await fullGame(elsewhere());
        const { gameId, home } = game;
        await elsewhere().recordPlay(firstPlay(game), state);
        const before = await elsewhere().loadGameState(gameId);
        const substitution: Substitution = {
          ...{ gameId, teamId: homeTeamId },
          changes: [
            { replaces: home.SS, playerId: 290, playerName: "Ott", position: "PH" },
            { replaces: home["2B"], playerId: 209, position: "2B" },
          ],
        };
        const refusal = await refusalWithoutTrace(at().elsewhere, () =>
          perform((operations) => operations.substitute(substitution)),
        );
        const reasons = [
          "Home RF bats ninth and cannot bat fourth.",
          "Ott cannot bat for Home SS: the team is in the field.",
          "Nobody would bat ninth.",
          "Nobody would play shortstop.",
          "Nobody would play right field.",
        ];
        expect(refusal).toBeInstanceOf(IllegalSubstitutionError);
        expect(refusal.details).toEqual({ gameId, teamId: homeTeamId, reasons });
        expect(refusal.message).toBe(
          `Team ${homeTeamId} cannot substitute like this in game ${gameId}. ${reasons.join(" ")}`,
        );
        expect(await elsewhere().loadGameState(gameId)).toEqual(before);
      });

      it("refuses the second of two for the same player at the same time, and says who came in", async () => {
        const { gameId, home } = await fullGame(elsewhere());
        const change = (playerId: number) => [
          { replaces: home.P, playerId, playerName: `Reliever ${playerId}`, position: "P" } as const,
        ];
        const outcomes = await perform((operations) =>
          Promise.allSettled([
            operations.substitute({ gameId, teamId: homeTeamId, changes: change(290) }),
            operations.substitute({ gameId, teamId: homeTeamId, changes: change(291) }),
          ]),
        );
        expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
        const refused = outcomes.find((outcome) => outcome.status === "rejected");
        expect(refused?.reason).toBeInstanceOf(IllegalSubstitutionError);
        expect(refused?.reason.details.reasons).toEqual([
          expect.stringMatching(/^Home P has left the game already: Reliever 29[01] came in for him\.$/),
        ]);
        expect(await pitchersOf(gameId)).toEqual([expect.any(Number)]);
      });

      it("refuses a team that does not play, a missing game, and an old version", async () => {
        const { gameId, home } = await fullGame(elsewhere());
        const changes = [{ replaces: home.P, playerId: 290, position: "P" }] as const;
        const substitution = { gameId, teamId: homeTeamId, changes };
        const strangers = await refusalOf(
          perform((operations) => operations.substitute({ ...substitution, teamId: 99 })),
        );
        expect(fieldsOf(strangers)).toEqual(["teamId"]);
        const missing = await refusalOf(
          perform((operations) => operations.substitute({ ...substitution, gameId: newGameId() })),
        );
        expect(missing).toBeInstanceOf(GameNotFoundError);
        const stale = await refusalOf(
          perform((operations) => operations.substitute(substitution, { expectedVersion: 1 })),
        );
        expect(stale).toBeInstanceOf(StaleGameStateError);
        expect(stale.details).toMatchObject({ stateVersion: 2, lastPlay: 0, status: "active" });
        await perform((operations) => operations.substitute(substitution, { expectedVersion: 2 }));
      });

      it("names every field that is wrong", async () => {
        const substitution = {
          ...{ teamId: homeTeamId, leaves: ["x"], allowReentry: 1 },
          changes: [
            { replaces: "P", position: "QB" },
            { cardId: 1, playerId: 2, position: "P", replaces: 1 },
          ],
        };
        const call = (given: unknown) =>
          refusalOf(perform((operations) => operations.substitute(given as Substitution)));
        expect(fieldsOf(await call(substitution))).toEqual([
          ...["allowReentry", "changes.0.position", "changes.0.replaces", "changes.1.cardId", "gameId"],
          "leaves.0",
        ]);
        const empty = await call({ gameId: newGameId(), teamId: 1, changes: [] });
        expect(empty.message).toContain("changes must hold at least one change");
      });

      it("does not affect the transaction if it is refused", async () => {
        const { gameId, home } = await fullGame(elsewhere());
        const teamId = homeTeamId;
        await at().database.transaction(async (session) => {
          const operations = new DatabaseOperations(session);
          const changes = [{ replaces: home.P, playerId: 290, position: "P" }] as const;
          await operations.substitute({ gameId, teamId, changes });
          const refusal = await refusalOf(operations.substitute({ gameId, teamId, changes }));
          expect(refusal).toBeInstanceOf(IllegalSubstitutionError);
        });
        expect(await pitchersOf(gameId)).toEqual([290]);
      });
    });
  });
}
