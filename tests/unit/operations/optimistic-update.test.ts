import { describe, expect, test } from "vitest";
import { GameNotFoundError, StaleGameStateError } from "../../../src/errors/errors.js";
import { optimisticUpdate } from "../../../src/operations/optimistic-update.js";
import { answeringExecutor } from "../../support/answering-executor.js";
import { rejectionOf, sampleGameId } from "../../support/sample-inputs.js";

const progress = (stateVersion: number) =>
  ({ status: "active", stateVersion, feedVersion: stateVersion, lastPlay: 3 }) as const;
const nobody = answeringExecutor();

/** Reads a game with an increasing version, and writes only what was decided at one of the given versions. */
function deciding(heldAt: number, expectedVersion: number | null = null) {
  const seen: number[] = [];
  let version = 0;
  return {
    seen,
    decision: {
      ...{ gameId: sampleGameId, expectedVersion },
      read: async () => [{ progress: progress(++version) }],
      write: async (present: { progress: { stateVersion: number } }) => {
        const { stateVersion } = present.progress;
        seen.push(stateVersion);
        return stateVersion === heldAt ? [`written at ${stateVersion}`] : [];
      },
    },
  };
}

describe("a decision about a game", () => {
  test("is made once if no other process changes the game", async () => {
    const { decision, seen } = deciding(1);
    expect(await optimisticUpdate(nobody, decision)).toBe("written at 1");
    expect(seen).toEqual([1]);
  });

  test("is made again on the current state each time that another process was faster", async () => {
    const { decision, seen } = deciding(4);
    expect(await optimisticUpdate(nobody, decision)).toBe("written at 4");
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test("fails after a few attempts, with the current state in the error", async () => {
    const { decision, seen } = deciding(99);
    const found = { ...progress(17), homeTeamId: 1, awayTeamId: 2 };
    const refusal = await rejectionOf(optimisticUpdate(answeringExecutor({ findGame: [found] }), decision));
    expect(refusal).toBeInstanceOf(StaleGameStateError);
    const { feedVersion: _, ...told } = progress(17);
    expect((refusal as StaleGameStateError).details).toEqual({ gameId: sampleGameId, ...told });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test("is not made if the version is not the expected one, in any attempt", async () => {
    for (const [expectedVersion, looks] of [
      [9, []],
      [1, [1]],
    ] as const) {
      const { decision, seen } = deciding(2, expectedVersion);
      const refusal = await rejectionOf(optimisticUpdate(nobody, decision));
      expect(refusal).toBeInstanceOf(StaleGameStateError);
      expect(seen).toEqual(looks);
    }
  });

  test("is not made for a missing game, and its error is rethrown", async () => {
    const { decision } = deciding(1);
    const missing = await rejectionOf(optimisticUpdate(nobody, { ...decision, read: async () => [] }));
    expect(missing).toBeInstanceOf(GameNotFoundError);
    const failure = new TypeError("not legal");
    const refused = optimisticUpdate(nobody, {
      ...decision,
      write: async () => {
        throw failure;
      },
    });
    expect(await rejectionOf(refused)).toBe(failure);
  });
});
