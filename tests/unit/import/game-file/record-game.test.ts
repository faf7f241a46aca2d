import { expect, test } from "vitest";
import { ValidationError } from "../../../../src/errors/errors.js";
import { parseGameFile } from "../../../../src/import/game-file/parse-game-file.js";
import { recordGame } from "../../../../src/import/game-file/record-game.js";
import { DatabaseOperations } from "../../../../src/operations/database-operations.js";
import type { Executor } from "../../../../src/session/executor.js";
import type { Statement } from "../../../../src/statements/statement.js";
import { smallGameFile } from "../../../support/game-files.js";

type Call = readonly [name: string, values: Record<string, never>];

/** Records the calls of operations, and answers like a database that assigns ids from 500. */
class Notebook implements Executor {
  readonly calls: Call[] = [];

  async execute<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
    const id = 500 + this.calls.length;
    this.calls.push([statement.name, values as Record<string, never>]);
    const { name } = statement;
    const answer = name.startsWith("addSba")
      ? { leagueId: "sba" }
      : name.startsWith("addPd")
        ? { leagueId: "pd" }
        : {};
    return [{ ...answer, id, stateVersion: 1 } as Row];
  }
}

async function recorded(json: unknown): Promise<Call[]> {
  const notebook = new Notebook();
  await recordGame(new DatabaseOperations(notebook), parseGameFile(json));
  return notebook.calls;
}

test("lineups that do not follow the rules are stored entry by entry, in order", async () => {
  const calls = await recorded(smallGameFile());
  expect(calls.map(([name]) => name)).toEqual([
    "createGame",
    ...["addSbaLineupPlayer", "addSbaLineupPlayer"],
    ...["recordPlayOutOfSequence", "addSbaLineupPlayer", "recordPlayOutOfSequence", "updateGameState"],
    ...["addSbaRosterPlayer", "addSbaRosterPlayer", "storeLines"],
  ]);
});

test("plays refer to lineup entries by the ids that the database assigned", async () => {
  const calls = await recorded(smallGameFile());
  const plays = calls.filter(([name]) => name === "recordPlayOutOfSequence").map(([, { play }]) => play);
  expect(plays[0]).toMatchObject({ batterId: 501, pitcherId: 502, runnerId: null });
  expect(plays[1]).toMatchObject({ batterId: 501, pitcherId: 502, runnerId: 504 });
  expect(calls[4]).toMatchObject(["addSbaLineupPlayer", { playerId: 202, replacingId: 501, isActive: true }]);
});

test.each([1, 5, 10, 11])(
  "a lineup entry is recorded or its file is refused, never silently lost: plays 1 and 10, entry after %i",
  async (afterPlay) => {
    const file = smallGameFile();
    Object.assign(file.plays[1] as object, { playNumber: 10, runnerId: null });
    Object.assign(file.lineups[2] as object, { afterPlay });
    const outcome = await recorded(file).catch((error: unknown) => error);
    if (outcome instanceof ValidationError) return;
    expect((outcome as Call[]).filter(([name]) => name === "addSbaLineupPlayer")).toHaveLength(3);
  },
);
