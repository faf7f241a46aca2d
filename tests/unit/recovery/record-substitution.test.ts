import { expect, test } from "vitest";
import { type RecoveredGame, recordSubstitution, ValidationError } from "../../../src/index.js";
import { answeringExecutor } from "../../support/answering-executor.js";
import { rejectionOf, sampleGameId } from "../../support/sample-inputs.js";

const game = { gameId: sampleGameId, stateVersion: 1 } as RecoveredGame;

test.each([
  [
    "a field that throws",
    {
      teamId: 1,
      get changes(): never[] {
        throw new Error("no changes");
      },
    },
  ],
  [
    "fields that cannot be listed",
    new Proxy(
      { teamId: 1, changes: [] },
      {
        ownKeys() {
          throw new Error("no fields");
        },
      },
    ),
  ],
])("a substitution with %s is refused as invalid", async (_, substitution) => {
  const refusal = await rejectionOf(recordSubstitution(answeringExecutor(), game, substitution));
  expect(refusal).toBeInstanceOf(ValidationError);
});
