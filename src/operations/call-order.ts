import type { Executor } from "../session/executor.js";

/** The last call for each game that is under way, by what runs it. */
const underWay = new WeakMap<Executor, Map<string, Promise<unknown>>>();

/**
 * Runs calls for one game in call order where an executor runs each of them as a transaction of its own: made together they
 * would reach the server in any order, and a play can only follow the one before it. Within a transaction they are in order.
 */
export function inCallOrder<Result>(
  executor: Executor,
  gameId: string,
  call: () => Promise<Result>,
): Promise<Result> {
  if (executor.isTransaction !== false) return call();
  const calls = underWay.get(executor) ?? new Map<string, Promise<unknown>>();
  underWay.set(executor, calls);
  const before = calls.get(gameId);
  const running = before === undefined ? call() : before.then(call, call);
  calls.set(gameId, running);
  const end = () => {
    if (calls.get(gameId) === running) calls.delete(gameId);
  };
  running.then(end, end);
  return running;
}
