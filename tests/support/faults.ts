import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import type { ProxyLink, Verdict } from "./proxy-link.js";

/** What can happen to a connection. */
export const faults = ["terminated", "cut", "reset", "delayed", "swallowed"] as const;
export type Fault = (typeof faults)[number];

/** The fault as a part of a sentence about a connection. */
export const inWords: Readonly<Record<Fault, string>> = {
  terminated: "the server ends its process",
  cut: "the connection is cut",
  reset: "the connection is reset",
  delayed: "the network is slow",
  swallowed: "the network swallows everything",
};

/** Causes the fault. What the proxy holds is passed on only if the fault is a delay. */
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

/** Waits until a condition is true, and fails after two minutes. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`it is still not so that ${what}`);
    await sleep(5);
  }
}

/** Lets this process notice what happened to its sockets, by several turns of the event loop. */
export async function hear(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await sleep(10);
}

/** Waits until a server process has ended: its work is then complete or rolled back. */
export function untilGone(processId: number, admin: Pool): Promise<void> {
  return until(`process ${processId} is gone`, async () => {
    const { rowCount } = await admin.query("select from pg_stat_activity where pid = $1", [processId]);
    return rowCount === 0;
  });
}

/**
 * Waits until no statement and no transaction of an application runs. The last calls may have been answered while the pool
 * was opening a connection for one of them, which is then still starting.
 */
export function untilIdle(applicationName: string, admin: Pool): Promise<void> {
  return until("no statement and no transaction runs", async () => {
    const { rowCount } = await admin.query(
      "select from pg_stat_activity where application_name = $1 and state <> 'idle'",
      [applicationName],
    );
    return rowCount === 0;
  });
}

/** Waits until a server process waits for a lock: its statement is then running. */
export function untilLocked(processId: number, admin: Pool): Promise<void> {
  return until(`process ${processId} waits for a lock`, async () => {
    const { rowCount } = await admin.query(
      "select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'",
      [processId],
    );
    return rowCount === 1;
  });
}
