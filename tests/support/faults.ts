import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import type { ProxyLink, Verdict } from "./proxy-link.js";

/** What can happen to a connection. */
export const faults = ["terminated", "cut", "reset", "delayed", "swallowed"] as const;
export type Fault = (typeof faults)[number];

/** How each reads in a sentence about a connection. */
export const inWords: Readonly<Record<Fault, string>> = {
  terminated: "the server ends its process",
  cut: "the connection is cut",
  reset: "the connection is reset",
  delayed: "the network is slow",
  swallowed: "the network swallows everything",
};

/** Does it. What was held at that moment passes on only when all that happened is a delay. */
export async function strike(fault: Fault, link: ProxyLink, admin: Pool): Promise<Verdict> {
  switch (fault) {
    case "terminated":
      // It waits until the process is gone.
      await admin.query("select pg_terminate_backend($1, 10000)", [link.processId]);
      break;
    case "cut":
      link.cut();
      break;
    case "reset":
      link.reset();
      break;
    case "swallowed":
      link.swallow();
      break;
    case "delayed":
      await sleep(100);
      return "pass";
  }
  return "drop";
}

/** Waits until something is so, and fails when it is not within two minutes. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`it is still not so that ${what}`);
    await sleep(5);
  }
}

/** Lets this process hear of what has happened to its sockets: each pause takes the event loop around once more. */
export async function hear(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await sleep(10);
}

/** Waits until a server process is gone: whatever it was doing is then done, or undone. */
export function untilGone(processId: number, admin: Pool): Promise<void> {
  return until(`process ${processId} is gone`, async () => {
    const { rowCount } = await admin.query("select from pg_stat_activity where pid = $1", [processId]);
    return rowCount === 0;
  });
}

/** Waits until a server process waits for a lock: its statement is then under way, and not done. */
export function untilLocked(processId: number, admin: Pool): Promise<void> {
  return until(`process ${processId} waits for a lock`, async () => {
    const { rowCount } = await admin.query(
      "select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'",
      [processId],
    );
    return rowCount === 1;
  });
}
