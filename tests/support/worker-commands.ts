import pg from "pg";
import { vi } from "vitest";

/** For the URL of a coordinator: has it report each command that it sends to a worker. */
export const reportingCommands = "-c citus.log_remote_commands=on -c client_min_messages=notice";

/** Notes every command that a coordinator reports to any connection of this process, until it is disposed of. */
export function countWorkerCommands(): { readonly sent: string[] } & Disposable {
  const sent: string[] = [];
  const { emit } = pg.Client.prototype;
  const spy = vi.spyOn(pg.Client.prototype, "emit").mockImplementation(function note(
    this: pg.Client,
    ...[event, notice]: unknown[]
  ) {
    const { message = "" } = (notice ?? {}) as { message?: string };
    if (event === "notice" && message.startsWith("issuing ")) sent.push(message.slice("issuing ".length));
    return emit.apply(this, [event, notice] as never);
  } as never);
  return { sent, [Symbol.dispose]: () => spy.mockRestore() };
}
