import { expect } from "vitest";
import {
  CommitOutcomeUnknownError,
  ConnectionLostError,
  DatabaseOperations,
  DugoutError,
  isRetryable,
} from "../../src/index.js";
import type { FaultBench, ProxiedDatabase } from "./fault-bench.js";
import { type Pause, type Step, stateAfter, type Way, type Write } from "./fault-ways.js";
import { type Fault, hear, strike, until, untilGone, untilIdle, untilLocked } from "./faults.js";
import { newPlay, type StagedGame, stageGame } from "./game-fixtures.js";
import { lockGame } from "./lock-game.js";
import type { ProxyLink } from "./proxy-link.js";

/** No answer may take longer: the statement's limit, the grace, as much again for a ROLLBACK, and a busy machine. */
const longestAnswer = 120_000;

/** Runs one fault at one step of one way to write a play, and checks everything that must be true afterwards. */
export async function runCase(bench: FaultBench, way: Way, step: Step, fault: Fault): Promise<void> {
  const handle = await bench.open();
  const game = await stageGame(handle.database);
  const write = { play: newPlay(game), state: stateAfter };
  const began = Date.now();
  const { answer, link } = await performWithFault(bench, handle, { way, step, fault, write });
  expect(Date.now() - began).toBeLessThan(longestAnswer);
  expectAnswer(answer, expectedLoss(step, fault));
  await expectPoolWhole(handle);
  if (fault !== "delayed") {
    // Ends the swallowed connection, so that the server notices that its client is gone.
    link.cut();
    await untilGone(link.processId, bench.admin);
  }
  await expectAgreement(bench, { way, game, answer });
  await way.perform(handle.database, write, async () => {});
  const loaded = await bench.elsewhere.loadGameState(game.gameId);
  expect(loaded && way.isWritten(loaded)).toBe(true);
  await expectUsable(bench, handle, game);
  await handle.close();
}

interface Faulty {
  readonly way: Way;
  readonly step: Step;
  readonly fault: Fault;
  readonly write: Write;
}

/** Performs the operation with the fault; returns what it threw, or undefined. */
async function performWithFault(
  { admin }: FaultBench,
  { database, proxy }: ProxiedDatabase,
  { way, step, fault, write }: Faulty,
): Promise<{ answer: unknown; link: ProxyLink }> {
  const [only, ...others] = proxy.links;
  if (only === undefined || others.length > 0) throw new Error("the pool is not as this test needs it");
  const isStatement = "moment" in step;
  const isInFlight = isStatement && step.moment === "sent";
  const lock = isInFlight ? await lockGame(admin, write.play.gameId) : undefined;
  const trap = isStatement
    ? proxy.trap(step.moment, step.label, async (link) => {
        if (isInFlight) await untilLocked(link.processId, admin);
        const verdict = await strike(fault, link, admin);
        await lock?.();
        return verdict;
      })
    : undefined;
  const pause = async (at: Pause) => {
    if (isStatement || at !== step.pause) return;
    await strike(fault, only, admin);
    await hear();
  };
  const answer = await way.perform(database, write, pause).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (trap && trap.link !== only) throw new Error(`the step was not reached; the answer was ${answer}`);
  return { answer, link: only };
}

function expectedLoss(step: Step, fault: Fault): Step["lost"] {
  if (fault === "delayed") return "nothing lost";
  if (fault !== "swallowed" || !("pause" in step)) return step.lost;
  // A connection that swallows everything is not noticed: the next request may have been executed.
  return step.lost === "nothing lost" || step.pause === "written" ? "unknown" : step.lost;
}

function expectAnswer(answer: unknown, lost: Step["lost"]): void {
  if (lost === "nothing lost") {
    expect(answer).toBeUndefined();
    return;
  }
  expect(answer).toBeInstanceOf(lost === "unknown" ? CommitOutcomeUnknownError : ConnectionLostError);
  expect(answer).toBeInstanceOf(DugoutError);
  expect((answer as Error).cause).toBeInstanceOf(Error);
  expect(isRetryable(answer)).toBe(lost === "nothing kept");
}

/** The caller's answer agrees with the database: everything was stored, or nothing, or either if the outcome is unknown. */
async function expectAgreement(
  { elsewhere }: FaultBench,
  { way, game, answer }: { way: Way; game: StagedGame; answer: unknown },
): Promise<void> {
  const loaded = await elsewhere.loadGameState(game.gameId);
  const written = loaded === null ? undefined : way.isWritten(loaded);
  expect(written).toBeTypeOf("boolean");
  if (!(answer instanceof CommitOutcomeUnknownError)) expect(written).toBe(answer === undefined);
}

/** No connection is stuck in use, open behind the pool's back, or idle with a transaction open. */
async function expectPoolWhole({ database, proxy }: ProxiedDatabase): Promise<void> {
  const { open, idle, waiting } = database.figures;
  expect({ inUse: open - idle, waiting }).toEqual({ inUse: 0, waiting: 0 });
  await until(
    "the pool holds every open connection, and none is in a transaction",
    () => proxy.links.length === database.figures.open && proxy.links.every(({ status }) => status === "I"),
  );
}

/** Twenty operations of all kinds succeed, at once and by themselves, and leave no transaction open. */
async function expectUsable(bench: FaultBench, handle: ProxiedDatabase, game: StagedGame): Promise<void> {
  const { database } = handle;
  const operations = new DatabaseOperations(database);
  const fresh = await stageGame(database);
  const works = Array.from({ length: 5 }, (_, index) => [
    () => operations.savePlay(newPlay(fresh, { playNumber: index + 1 })),
    () => operations.recordPlay(newPlay(game, { playNumber: index + 2 }), stateAfter),
    () => operations.getPlays(game.gameId),
    () =>
      database.transaction(async (session) =>
        new DatabaseOperations(session).savePlay(newPlay(fresh, { playNumber: index + 11 })),
      ),
  ]).flat();
  expect(works).toHaveLength(20);
  await Promise.all(works.map((work) => work()));
  expect(await bench.elsewhere.getPlays(fresh.gameId)).toHaveLength(10);
  await expectPoolWhole(handle);
  await untilIdle(handle.applicationName, bench.admin);
}
