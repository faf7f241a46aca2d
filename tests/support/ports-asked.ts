import pg from "pg";
import { vi } from "vitest";
import { type Sent, textsOf } from "./texts-sent.js";

/** Notes each statement that any connection of this process sends, with the port of the server that it is sent to. */
export function notePorts(): Disposable & { to(port: number): readonly string[]; forget(): void } {
  const sent: { port: number; text: string }[] = [];
  const real = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function note(
    this: pg.Client,
    ...given: unknown[]
  ) {
    for (const text of textsOf(given[0] as Sent)) sent.push({ port: this.port, text });
    return real.apply(this, given);
  } as never);
  return {
    to: (port) => sent.filter((statement) => statement.port === port).map(({ text }) => text),
    forget: () => {
      sent.length = 0;
    },
    [Symbol.dispose]: () => spy.mockRestore(),
  };
}
