import pg from "pg";
import { vi } from "vitest";
import { type Sent, textsOf } from "./texts-sent.js";

/** Notes every statement that any connection of this process sends from now on, until it is disposed of. */
export function countStatements(): { readonly sent: readonly string[] } & Disposable {
  const sent: string[] = [];
  const real = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function note(
    this: pg.Client,
    ...given: unknown[]
  ) {
    sent.push(...textsOf(given[0] as Sent));
    return real.apply(this, given);
  } as never);
  return { sent, [Symbol.dispose]: () => spy.mockRestore() };
}
