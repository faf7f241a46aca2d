import { describe, expect, it } from "vitest";
import type { LineupEntry, Substitution } from "../../../../src/index.js";
import { firstPlay, fullGame } from "../../../support/full-game.js";
import { awayTeamId, homeTeamId } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { refusalOf } from "../../../support/refusals.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;
const textOf = ({ battingOrder, playerName, position }: LineupEntry) =>
  `${battingOrder ?? "-"} ${playerName} ${position}`;

export function describeSubstitutions(at: At): void {
  inEveryMode("substitutions", at, ({ perform, elsewhere }) => {
    const lineupOf = async (gameId: string, teamId: number) =>
      (await elsewhere().getActiveLineup(gameId, teamId)).map(textOf);

    describe("substitute", () => {
      it("records who replaced whom, in which inning and after which play, and keeps the one who left", async () => {
        const game = await fullGame(elsewhere());
        const { gameId, away } = game;
        await elsewhere().recordPlay(firstPlay(game), state);
        const before = await elsewhere().getActiveLineup(gameId, awayTeamId);
        const change = { replaces: away.C, playerId: 190, playerName: "Ott", position: "PH" } as const;
        const made = await perform((operations) =>
          operations.substitute({ gameId, teamId: awayTeamId, changes: [change] }),
        );
        const catcher = before.find(({ id }) => id === away.C) as LineupEntry;
        const entry = {
          ...catcher,
          ...{ id: expect.any(Number), playerId: 190, playerName: "Ott", position: "PH" },
          ...{ isStarter: false, replacingId: away.C, afterPlay: 1 },
        };
        const left = { ...catcher, isActive: false, leftAfterPlay: 1 };
        expect(made).toEqual({ entries: [entry], ended: [left], stateVersion: 4 });
        expect(await lineupOf(gameId, awayTeamId)).toContain("2 Ott PH");
        expect(await elsewhere().getLineupAt(gameId, 1)).toContainEqual(left);
        expect((await elsewhere().loadGameState(gameId))?.game.stateVersion).toBe(4);
      });

      it("has two fielders change places, although both places are taken", async () => {
        const { gameId, home } = await fullGame(elsewhere());
        const { entries } = await perform((operations) =>
          operations.substitute({
            ...{ gameId, teamId: homeTeamId },
            changes: [
              { replaces: home["2B"], position: "SS" },
              { replaces: home.SS, position: "2B" },
            ],
          }),
        );
        expect(entries.map(textOf)).toEqual(["4 Home 2B SS", "6 Home SS 2B"]);
        expect(await lineupOf(gameId, homeTeamId)).toHaveLength(10);
      });

      it("makes a double switch", async () => {
        const game = await fullGame(elsewhere());
        const { gameId, away } = game;
        const third = { outsBefore: 2, outsRecorded: 1, bb: 0, batterFinal: null, ab: 1 };
        await elsewhere().recordPlay(
          firstPlay(game, third),
          { ...state, half: "bottom" },
          { outOfSequence: true },
        );
        await perform((operations) =>
          operations.substitute({
            ...{ gameId, teamId: awayTeamId },
            changes: [
              { replaces: away.LF, playerId: 190, playerName: "Reliever", position: "P" },
              { replaces: away.P, playerId: 191, playerName: "Fielder", position: "LF" },
            ],
          }),
        );
        const lineup = await lineupOf(gameId, awayTeamId);
        expect(lineup).toEqual(expect.arrayContaining(["1 Fielder LF", "7 Reliever P"]));
        expect(lineup).toHaveLength(9);
      });

      it("gives up the designated hitter: he takes the field, and a new pitcher bats", async () => {
        const { gameId, home } = await fullGame(elsewhere());
        const { ended } = await perform((operations) =>
          operations.substitute({
            ...{ gameId, teamId: homeTeamId, leaves: [home.P] },
            changes: [
              { replaces: home.DH, position: "LF" },
              { replaces: home.LF, playerId: 290, playerName: "Reliever", position: "P" },
            ],
          }),
        );
        expect(ended.map(({ id }) => id)).toEqual([home.DH, home.LF, home.P]);
        const lineup = await lineupOf(gameId, homeTeamId);
        expect(lineup).toEqual(expect.arrayContaining(["1 Home DH LF", "7 Reliever P"]));
        expect(lineup).toHaveLength(9);
      });

      it("ends both entries of a pitcher who takes a batting slot", async () => {
        const { gameId, home } = await fullGame(elsewhere());
        const { ended } = await perform((operations) =>
          operations.substitute({
            ...{ gameId, teamId: homeTeamId },
            changes: [
              { replaces: home.RF, playerId: 210, position: "RF" },
              { replaces: home.DH, playerId: 290, playerName: "Reliever", position: "P" },
            ],
          }),
        );
        expect(ended.map(({ id }) => id)).toEqual([home.DH, home.RF, home.P]);
        const lineup = await lineupOf(gameId, homeTeamId);
        expect(lineup).toEqual(expect.arrayContaining(["9 Home P RF", "1 Reliever P"]));
      });

      it("takes the changes of both teams, called at once", async () => {
        const { gameId, away, home } = await fullGame(elsewhere());
        await perform((operations) =>
          Promise.all([
            operations.substitute({
              ...{ gameId, teamId: homeTeamId },
              changes: [{ replaces: home.P, playerId: 290, playerName: "Reliever", position: "P" }],
            }),
            operations.substitute({
              ...{ gameId, teamId: awayTeamId },
              changes: [{ replaces: away.P, playerId: 190, playerName: "Hitter", position: "PH" }],
            }),
          ]),
        );
        expect(await lineupOf(gameId, homeTeamId)).toContain("- Reliever P");
        expect(await lineupOf(gameId, awayTeamId)).toContain("1 Hitter PH");
      });

      it("allows reentry if the league does", async () => {
        const { gameId, home } = await fullGame(elsewhere());
        const teamId = homeTeamId;
        const [first] = (
          await elsewhere().substitute({
            ...{ gameId, teamId },
            changes: [{ replaces: home.P, playerId: 290, playerName: "Ott", position: "P" }],
          })
        ).entries;
        const back: Substitution = {
          ...{ gameId, teamId },
          changes: [{ replaces: first?.id ?? 0, playerId: 210, position: "P" }],
        };
        const refusal = await refusalOf(perform((operations) => operations.substitute(back)));
        expect(refusal.details.reasons).toEqual(["Home P has left the game and cannot come back."]);
        await perform((operations) => operations.substitute({ ...back, allowReentry: true }));
        expect(await lineupOf(gameId, teamId)).toContain("- Home P P");
      });
    });
  });
}
