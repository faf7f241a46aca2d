/** One server-sent event. */
export interface ServerEvent {
  /** The `Last-Event-ID` to send when reconnecting. */
  readonly id: string;
  readonly type: string;
  /** Empty for an event that only sets the id. */
  readonly data: string;
}

/** Parses a stream of server-sent events in chunks (WHATWG HTML, 9.2.6). */
export class ServerEventParser {
  #rest = "";
  #id = "";
  #type = "";
  #data: string[] = [];
  /** The server's reconnection time, in milliseconds; undefined if it sent none. */
  retry: number | undefined;

  push(text: string): ServerEvent[] {
    // A line break may be split between chunks: \r at the end may be half of \r\n.
    const known = this.#rest + text;
    const isCut = known.endsWith("\r");
    const lines = (isCut ? known.slice(0, -1) : known).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? "") + (isCut ? "\r" : "");
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerEvent[] {
    if (line === "") return this.#dispatch();
    const at = line.indexOf(":");
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (name === "id") this.#id = value;
    if (name === "event") this.#type = value;
    if (name === "data") this.#data.push(value);
    if (name === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
    return [];
  }

  #dispatch(): ServerEvent[] {
    const event = { id: this.#id, type: this.#type || "message", data: this.#data.join("\n") };
    this.#type = "";
    this.#data = [];
    return event.id === "" && event.data === "" ? [] : [event];
  }
}
