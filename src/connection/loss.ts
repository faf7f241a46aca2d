import pg, { type ClientBase } from "pg";
import { DugoutError } from "../errors/index.js";
import { publishLoss } from "./diagnostics.js";

/** SQLSTATEs with which a server ends a connection: 08… and the time limits and shutdowns of 25… and 57…. */
const endings = /^(?:08|25P03|25P04|57P0[1-5])/;
/** Errors behind which the server closed the connection. What it calls their severity depends on its language. */
const last = new WeakSet<object>();

/** Notes that the server closed the connection behind this error. */
export function noteLastWord(error: Error): void {
  last.add(error);
}

/**
 * True when a failed statement's connection is gone, or can no longer be trusted. PostgreSQL's plain errors leave it
 * usable, and so do ours about a value that cannot be read.
 */
export function endsConnection(error: unknown): boolean {
  if (leavesAllAsItWas(error)) return false;
  if (!(error instanceof pg.DatabaseError)) return !(error instanceof DugoutError);
  return endings.test(error.code ?? "") || last.has(error);
}

const ofValues = new WeakSet<object>();

/** Notes an error about a value that could not be sent, or not be read: the server did not fail. */
export function ofValue(error: Error): Error {
  ofValues.add(error);
  return error;
}

/** True for an error after which the connection, and a transaction on it, are as they would be without it. */
export function leavesAllAsItWas(error: unknown): boolean {
  return ofValues.has(error as object);
}

const losses = new WeakMap<object, Error>();

/** Counts a client as lost: nothing is sent on it any more. The first reason is kept. */
export function noteLoss(client: object, error: Error): void {
  if (losses.has(client)) return;
  losses.set(client, error);
  publishLoss(error);
}

/** What a client was lost by; undefined while it is not. */
export function lossOf(client: object): Error | undefined {
  return losses.get(client);
}

/** Listens for the loss of a client from its first moment to its last: an 'error' that nobody listens to ends the process. */
export function watchForLoss(client: ClientBase): void {
  client.on("error", (error: Error) => noteLoss(client, error));
}
