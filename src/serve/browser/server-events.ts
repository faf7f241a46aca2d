/** One server-sent event. */
export interface ServerEvent {
  /** What to send as `Last-Event-ID` when the stream is asked for again. */
  readonly id: string;
  readonly type: string;
  /** Empty for one that only moves the id. */
  readonly data: string;
}

/** Takes a stream of server-sent events apart, in pieces as they come (WHATWG HTML, 9.2.6). */
export class ServerEventParser {
  #rest = "";
  #id = "";
  #type = "";
  #data: string[] = [];
  /** How long the server wants one to wait before reconnecting, in milliseconds; undefined where it says nothing. */
  retry: number | undefined;

  push(text: string): ServerEvent[] {
    // A line break may be cut in two: \r at the end may be half of \r\n.
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
