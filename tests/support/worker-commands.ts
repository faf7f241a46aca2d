import pg from "pg";

/** For the URL of a coordinator: has it report each command that it sends to a worker. */
export const reportingCommands = "-c citus.log_remote_commands=on -c client_min_messages=notice";

type Emit = (this: pg.Client, ...given: unknown[]) => boolean;

/** Commands that a coordinator has sent, and the workers that it sent them to. */
interface WorkerCommands extends Disposable {
  readonly sent: string[];
  readonly workers: Set<string>;
}

/** Notes every command that a coordinator reports to any connection of this process, until it is disposed of. */
export function countWorkerCommands(): WorkerCommands {
  const sent: string[] = [];
  const workers = new Set<string>();
  const prototype = pg.Client.prototype as unknown as { emit: Emit };
  const { emit } = prototype;
  prototype.emit = function note(...given) {
    const [event, notice] = given;
    const { message = "", detail = "" } = (notice ?? {}) as { message?: string; detail?: string };
    if (event === "notice" && message.startsWith("issuing ")) {
      sent.push(message.slice("issuing ".length));
      workers.add(/on server (\S+)/.exec(detail)?.[1] ?? detail);
    }
    return emit.apply(this, given);
  };
  return {
    sent,
    workers,
    [Symbol.dispose]: () => {
      prototype.emit = emit;
    },
  };
}
