import { createServer, type Server, type Socket } from "node:net";
import { type Moment, ProxyLink, type Verdict } from "./proxy-link.js";

/** Returns a verdict; any other value means that the held bytes are passed on. */
type Action = (link: ProxyLink) => unknown;

/** An action that is executed once, at a step of the protocol. */
export interface Trap {
  /** The connection on which it was executed; undefined before. */
  readonly link: ProxyLink | undefined;
}

interface SetTrap {
  link: ProxyLink | undefined;
  readonly moment: Moment;
  readonly label: string;
  readonly act: Action;
}

/**
 * A proxy between a client and a PostgreSQL server, on 127.0.0.1. It understands enough of the protocol to follow each request,
 * and causes the faults of networks and servers at an exact step.
 */
export class PostgresProxy {
  readonly #serverUrl: URL;
  readonly #traps = new Set<SetTrap>();
  readonly #links = new Set<ProxyLink>();
  #listener: Server | undefined;
  #port = 0;

  private constructor(serverUrl: string) {
    this.#serverUrl = new URL(serverUrl);
  }

  static async start(serverUrl: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(serverUrl);
    await proxy.listen();
    return proxy;
  }

  /** The database's URL, by way of this proxy. */
  get url(): string {
    const url = new URL(this.#serverUrl);
    url.hostname = "127.0.0.1";
    url.port = `${this.#port}`;
    url.searchParams.set("sslmode", "disable");
    return url.href;
  }

  /** The connections that are currently open. */
  get links(): ProxyLink[] {
    return [...this.#links].filter(({ isHeld }) => isHeld);
  }

  /**
   * Has `act` done once, at the first request from now on that has a label which begins like this, at that moment. Each
   * statement has one: a prepared statement's name, the text of another; and there are `startup` and `cancel`.
   */
  trap(moment: Moment, label: string, act: Action): Trap {
    const trap: SetTrap = { moment, label, act, link: undefined };
    this.#traps.add(trap);
    return trap;
  }

  /** Takes connections, on the same port each time. */
  async listen(): Promise<void> {
    const listener = createServer((client) => this.#accept(client));
    this.#listener = listener;
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject).listen(this.#port, "127.0.0.1", resolve);
    });
    this.#port = (listener.address() as { port: number }).port;
  }

  /** Refuses connections from now on; those that stand continue. */
  refuse(): void {
    this.#listener?.close();
    this.#listener = undefined;
  }

  /** Refuses connections, and closes the open ones, so that the server notices that its clients are gone. */
  close(): void {
    this.refuse();
    this.#traps.clear();
    for (const link of this.#links) link.cut();
    this.#links.clear();
  }

  #accept(client: Socket): void {
    const port = Number(this.#serverUrl.port || 5432);
    const link = new ProxyLink(client, port, (...step) => this.#reached(...step));
    this.#links.add(link);
  }

  #reached(moment: Moment, labels: readonly string[], link: ProxyLink): Promise<Verdict> | Verdict {
    for (const trap of this.#traps) {
      if (trap.moment !== moment || !labels.some((label) => label.startsWith(trap.label))) continue;
      this.#traps.delete(trap);
      trap.link = link;
      return sprung(trap, link);
    }
    return "pass";
  }
}

async function sprung({ act }: SetTrap, link: ProxyLink): Promise<Verdict> {
  return (await act(link)) === "drop" ? "drop" : "pass";
}
