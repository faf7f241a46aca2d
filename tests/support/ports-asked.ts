import pg from "pg";
import { vi } from "vitest";

/** Notes each statement that any connection of this process sends, with the port of the server that it is sent to. */
export function notePorts(): Disposable & { to(port: number): readonly string[]; forget(): void } {
  const sent: { port: number; text: string }[] = [];
  const real = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function note(
    this: pg.Client,
    ...given: unknown[]
  ) {
    const text = typeof given[0] === "string" ? given[0] : (given[0] as { text: string }).text;
    sent.push({ port: this.port, text });
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
