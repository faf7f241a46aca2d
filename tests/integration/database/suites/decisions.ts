import { beforeEach, describe, expect, it } from "vitest";
import {
  type Decisions,
  GameNotFoundError,
  LineupEntryNotFoundError,
  newGameId,
  StaleGameStateError,
  ValidationError,
} from "../../../../src/index.js";
import { type FullGame, firstPlay, fullGame } from "../../../support/full-game.js";
import { homeTeamId } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";
import { refusalOf } from "../../../support/refusals.js";

const state = { inning: 1, half: "top", homeScore: 0, awayScore: 0 } as const;

/** The home team's three pitchers, and the visitors' one. */
interface Staff {
  readonly gameId: string;
  readonly starter: number;
  readonly reliever: number;
  readonly closer: number;
  readonly visitor: number;
}

export function describeDecisions(at: At): void {
  inEveryMode("decisions", at, ({ perform, elsewhere }) => {
    let game: FullGame;
    let staff: Staff;

    const relieve = async (replaces: number, playerId: number) => {
      const changes = [{ replaces, playerId, position: "P" }] as const;
      const made = await elsewhere().substitute({ gameId: game.gameId, teamId: homeTeamId, changes });
      return made.entries[0]?.id ?? 0;
    };
    beforeEach(async () => {
      game = await fullGame(elsewhere());
      await elsewhere().recordPlay(firstPlay(game), state);
      const reliever = await relieve(game.home.P, 291);
      const second = { playNumber: 2, pitcherId: reliever, onFirstId: game.away.P, onFirstFinal: 2 };
      await elsewhere().recordPlay(
        firstPlay(game, { ...second, battingOrder: 2, batterId: game.away.C }),
        state,
      );
      const closer = await relieve(reliever, 292);
      staff = { gameId: game.gameId, starter: game.home.P, reliever, closer, visitor: game.away.P };
    });

    const decide = (decisions: Decisions) =>
      perform((operations) => operations.setDecisions(game.gameId, decisions));
    /** Every entry of the game, each once. */
    const entries = async () => {
      const at = (playNumber: number) => elsewhere().getLineupAt(game.gameId, playNumber);
      const all = [...(await at(1)), ...(await at(2)), ...(await at(3))];
      return [...new Map(all.map((entry) => [entry.id, entry])).values()];
    };
    const stored = async () => {
      const decided = (await entries()).filter(({ decision }) => decision !== null);
      return Object.fromEntries(decided.map(({ decision, id }) => [decision, id]));
    };

    describe("setDecisions", () => {
      it("credits the winner, the loser and the save, and returns their entries", async () => {
        const decisions = { win: staff.starter, loss: staff.visitor, save: staff.closer };
        const before = await elsewhere().loadGameState(game.gameId);
        const { entries: credited, stateVersion } = await decide(decisions);
        expect(credited.map(({ id, decision }) => [decision, id])).toEqual(Object.entries(decisions));
        expect(credited[0]).toMatchObject({ playerName: "Home P", isActive: false, leftAfterPlay: 1 });
        expect(await stored()).toEqual(decisions);
        expect(stateVersion).toBe((before?.game.stateVersion ?? 0) + 1);
        const after = await elsewhere().loadGameState(game.gameId);
        expect(after?.game).toEqual({ ...before?.game, stateVersion });
      });

      it("changes nothing when it is called again", async () => {
        const decisions = { win: staff.starter, loss: staff.visitor };
        const made = await decide(decisions);
        expect(await decide({ ...decisions, save: null })).toEqual(made);
        expect(await stored()).toEqual(decisions);
      });

      it("removes the decisions of pitchers who are not named", async () => {
        await decide({ win: staff.starter, loss: staff.visitor, save: staff.closer });
        await decide({ win: staff.reliever, loss: null });
        expect(await stored()).toEqual({ win: staff.reliever });
        expect((await decide({})).entries).toEqual([]);
        expect(await stored()).toEqual({});
      });

      it.each<[string, (staff: Staff) => Decisions, (staff: Staff) => Decisions]>([
        [
          "two swap theirs",
          ({ starter, closer }) => ({ win: starter, save: closer }),
          ({ starter, closer }) => ({ win: closer, save: starter }),
        ],
        [
          "the winner and the loser swap theirs",
          ({ starter, visitor }) => ({ win: starter, loss: visitor }),
          ({ starter, visitor }) => ({ win: visitor, loss: starter }),
        ],
        [
          "one takes over another's, who has a new one",
          ({ starter, reliever }) => ({ win: starter, save: reliever }),
          ({ reliever, closer }) => ({ win: reliever, save: closer }),
        ],
        [
          "one has another, and the other nobody",
          ({ starter, visitor }) => ({ win: starter, loss: visitor }),
          ({ starter }) => ({ loss: starter }),
        ],
      ])("corrects them, also where %s", async (_, wrong, right) => {
        await decide(wrong(staff));
        const before = await entries();
        expect(before).toHaveLength(21);
        await decide(right(staff));
        expect(await stored()).toEqual(right(staff));
        const undecided = (entries: typeof before) => entries.map((entry) => ({ ...entry, decision: null }));
        expect(undecided(await entries())).toEqual(undecided(before));
        expect(await elsewhere().getPlays(game.gameId)).toMatchObject([
          { pitcherId: staff.starter },
          { pitcherId: staff.reliever },
        ]);
      });

      it("succeeds only at the expected version", async () => {
        const { gameId, starter } = staff;
        const { stateVersion } = await decide({ win: starter });
        const at = (expectedVersion: number) =>
          perform((operations) => operations.setDecisions(gameId, {}, { expectedVersion }));
        expect(await refusalOf(at(stateVersion - 1))).toBeInstanceOf(StaleGameStateError);
        expect(await stored()).toEqual({ win: starter });
        expect(await at(stateVersion)).toEqual({ entries: [], stateVersion: stateVersion + 1 });
      });
    });

    describe("setDecisions refuses, and names", () => {
      it.each<[string, (staff: Staff) => Decisions, string[]]>([
        [
          "one entry for two decisions",
          ({ starter, closer }) => ({ win: starter, loss: starter, save: closer }),
          ["loss must be another entry than win", "save must be of the team that won"],
        ],
        [
          "a save for the winner himself",
          ({ starter }) => ({ win: starter, save: starter }),
          ["save must be another entry than win and loss"],
        ],
        [
          "a winner and a loser of one team",
          ({ starter, reliever }) => ({ win: starter, loss: reliever }),
          ["loss must be of the other team than win"],
        ],
        [
          "a save for the team that lost",
          ({ visitor, starter, reliever }) => ({ win: visitor, loss: starter, save: reliever }),
          ["save must be of the team that won"],
        ],
        [
          "a save for the team of the loser, without a winner",
          ({ starter, reliever }) => ({ loss: starter, save: reliever }),
          ["save must be of the team that won"],
        ],
        [
          "a save for another team than the winner's",
          ({ starter, visitor }) => ({ win: starter, save: visitor }),
          ["save must be of the team that won"],
        ],
      ])("%s", async (_, decisions, issues) => {
        await decide({ win: staff.reliever });
        const refusal = (await refusalOf(decide(decisions(staff)))) as ValidationError;
        expect(refusal).toBeInstanceOf(ValidationError);
        expect(refusal.issues.map(({ field, message }) => `${field} ${message}`)).toEqual(issues);
        expect(await stored()).toEqual({ win: staff.reliever });
      });

      it("all entries that have not pitched", async () => {
        const { home, away } = game;
        const refusal = await refusalOf(decide({ win: home.SS, loss: away.C, save: staff.closer }));
        expect(refusal).toBeInstanceOf(ValidationError);
        expect(refusal.message).toBe(
          `The input of setDecisions is not valid: win must be an entry that has pitched; the position of ${home.SS} is SS; loss must be an entry that has pitched; the position of ${away.C} is C.`,
        );
      });

      it("all entries of another game", async () => {
        const other = await fullGame(elsewhere());
        const decisions = { win: other.home.P, loss: staff.visitor, save: 2 ** 40 };
        const refusal = await refusalOf(decide(decisions));
        expect(refusal).toBeInstanceOf(LineupEntryNotFoundError);
        expect(refusal.message).toBe(
          `Game ${game.gameId} has no such lineup entries: win names lineup entry ${other.home.P}, save names lineup entry ${2 ** 40}.`,
        );
        expect(refusal.details).toMatchObject({ gameId: game.gameId, field: "win", fields: ["win", "save"] });
        expect(await stored()).toEqual({});
      });

      it("invalid identifiers, invalid decisions, and a missing game", async () => {
        const wrong = { win: "Ford", loss: 1.5, hold: 4 } as unknown as Decisions;
        const refusal = (await refusalOf(decide(wrong))) as ValidationError;
        expect(refusal.issues.map(({ field }) => field).toSorted()).toEqual(["hold", "loss", "win"]);
        const nowhere = perform((operations) => operations.setDecisions(newGameId(), {}));
        expect(await refusalOf(nowhere)).toBeInstanceOf(GameNotFoundError);
      });
    });
  });
}
