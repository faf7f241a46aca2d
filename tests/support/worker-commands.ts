import pg from "pg";

/** For the URL of a coordinator: has it report each command that it sends to a worker. */
export const reportingCommands = "-c citus.log_remote_commands=on -c client_min_messages=notice";

type Emit = (this: pg.Client, ...given: unknown[]) => boolean;

/** Notes every command that a coordinator reports to any connection of this process, until it is disposed of. */
export function countWorkerCommands(): { readonly sent: string[] } & Disposable {
  const sent: string[] = [];
  const prototype = pg.Client.prototype as unknown as { emit: Emit };
  const { emit } = prototype;
  prototype.emit = function note(...given) {
    const [event, notice] = given;
    const { message = "" } = (notice ?? {}) as { message?: string };
    if (event === "notice" && message.startsWith("issuing ")) sent.push(message.slice("issuing ".length));
    return emit.apply(this, given);
  };
  return {
    sent,
    [Symbol.dispose]: () => {
      prototype.emit = emit;
    },
  };
}
