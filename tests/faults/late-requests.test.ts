import { EventEmitter, once } from "node:events";
import { expect, it } from "vitest";
import { CommitOutcomeUnknownError, DatabaseOperations } from "../../src/index.js";
import { faultBench } from "../support/fault-bench.js";
import { until, untilGone } from "../support/faults.js";
import { newPlay, stageGame } from "../support/game-fixtures.js";
import type { PostgresProxy } from "../support/postgres-proxy.js";
import type { ProxyLink } from "../support/proxy-link.js";
import { rejectionOf } from "../support/sample-inputs.js";

const bench = faultBench();
const state = (inning: number) => ({ inning, half: "top", homeScore: inning, awayScore: 0 }) as const;

/** Holds the next request of this name: its client is disconnected immediately, and the server gets it when it is released. */
function heldRequest(proxy: PostgresProxy, label: string) {
  const gate = new EventEmitter();
  const trap = proxy.trap("request", label, async (link: ProxyLink) => {
    link.loseClient();
    await once(gate, "open");
  });
  const letGo = async () => {
    gate.emit("open");
    const { processId } = trap.link as ProxyLink;
    // There is no client for the answer; the test closes the connection, as the network eventually would.
    await until("the late request is done", async () => {
      const { rows } = await bench().admin.query(
        "select from pg_stat_activity where pid = $1 and state <> 'active' and query ~* $2",
        [processId, label === "commit" ? "^commit" : "^with game as"],
      );
      return rows.length === 1;
    });
    trap.link?.cut();
    await untilGone(processId, bench().admin);
  };
  return { letGo };
}

for (const name of ["savePlay", "recordPlay"] as const) {
  it(`a ${name} that reaches the server after it was called again, and after the next, changes nothing`, async () => {
    const { database, proxy } = await bench().open();
    const game = await stageGame(database);
    const operations = new DatabaseOperations(database);
    const write = (playNumber: number) =>
      name === "savePlay"
        ? operations.savePlay(newPlay(game, { playNumber }))
        : operations.recordPlay(newPlay(game, { playNumber }), state(playNumber));
    const late = heldRequest(proxy, name);

    expect(await rejectionOf(write(1))).toBeInstanceOf(CommitOutcomeUnknownError);
    const first = await write(1);
    await write(2);
    const before = await bench().elsewhere.loadGameState(game.gameId);
    await late.letGo();

    expect(await bench().elsewhere.loadGameState(game.gameId)).toEqual(before);
    expect(before?.plays).toHaveLength(2);
    expect(before?.game.stateVersion).toBe(name === "savePlay" ? 0 : 2);
    expect(await write(1)).toEqual(name === "savePlay" ? first : { ...Object(first), stateVersion: 2 });
  });
}

it("a play called again while its COMMIT is still on its way waits for it, and gets the same id", async () => {
  const { database, proxy } = await bench().open({ statementTimeout: 10_000 });
  const game = await stageGame(database);
  const late = heldRequest(proxy, "commit");
  let firstId = 0;
  const answer = await rejectionOf(
    database.transaction(async (session) => {
      firstId = await new DatabaseOperations(session).savePlay(newPlay(game));
    }),
  );
  expect(answer).toBeInstanceOf(CommitOutcomeUnknownError);

  const again = new DatabaseOperations(database).savePlay(newPlay(game));
  await until("the second call waits for the first", async () => {
    const { rowCount } = await bench().admin.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rowCount === 1;
  });
  await late.letGo();
  expect(await again).toBe(firstId);
  expect(await bench().elsewhere.getPlays(game.gameId)).toHaveLength(1);
});
