import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stageGame } from "../support/game-fixtures.js";
import {
  applied,
  commandOf,
  explanations,
  newModelGame,
  perform,
  plan,
  storedGame,
} from "../support/game-model.js";
import { onServer } from "../support/places.js";
import { propertyRuns } from "../support/property-runs.js";
import { expectNothingUnhandled } from "../support/unhandled.js";

const at = onServer();
expectNothingUnhandled();

describe("any commands at once", () => {
  it("have the same result as in some sequential order", async () => {
    const outcomesSeen = new Set<string>();
    const rounds = fc.array(fc.array(plan, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 6,
    });
    const property = fc.asyncProperty(rounds, async (made) => {
      const game = await stageGame(at().database);
      let known = newModelGame;
      for (const round of made) {
        const commands = round.map((planned) => commandOf(planned, known));
        const outcomes = await Promise.all(
          commands.map((command, index) =>
            perform(index === 1 ? at().elsewhere : at().database, game, command),
          ),
        );
        for (const outcome of outcomes) outcomesSeen.add(outcome);
        const stored = await storedGame(at().elsewhere, game.gameId);
        expect(explanations(known, commands, outcomes)).toContainEqual(stored);
        known = stored;
      }
    });
    await fc.assert(property, { numRuns: propertyRuns(150) });
    expect([...outcomesSeen]).toEqual(
      expect.arrayContaining(["done", "STALE_GAME_STATE", "PLAY_CONFLICT", "GAME_STATUS"]),
    );
  });

  it("are not explained by an order with another result", () => {
    const first = { kind: "record", number: 1, content: "fly", version: 0 } as const;
    const rival = { ...first, content: "bunt" };
    const [, after] = applied(newModelGame, first);
    expect(explanations(newModelGame, [first, rival], ["done", "STALE_GAME_STATE"])).toEqual([after]);
    expect(explanations(newModelGame, [first, rival], ["done", "done"])).toEqual([]);
    expect(explanations(newModelGame, [first, rival], ["STALE_GAME_STATE", "STALE_GAME_STATE"])).toEqual([]);
  });
});
