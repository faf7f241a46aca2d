import { afterAll, beforeAll, expect } from "vitest";

/** Fails a file whose tests leave a rejection or an exception to nobody. */
export function expectNothingUnhandled(): void {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  beforeAll(() => {
    process.on("unhandledRejection", note).on("uncaughtException", note);
  });
  afterAll(async () => {
    // A rejection counts as unhandled only when a turn of the event loop has ended without a handler.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note).off("uncaughtException", note);
    expect(unhandled).toEqual([]);
  });
}

/** The rejections that nobody handled while work ran. */
export async function unhandledDuring(work: () => Promise<unknown>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => unhandled.push(error));
  try {
    await work();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
  return unhandled;
}
