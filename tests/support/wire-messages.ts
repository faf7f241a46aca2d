/** One message of PostgreSQL's protocol; `type` is empty for those that begin a connection, which have none. */
export interface Message {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Cuts a stream of bytes into messages. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  /** What a client sends first (startup, cancel request) has a length, and no type before it. */
  #beginsConnection: boolean;

  constructor(side: "client" | "server") {
    this.#beginsConnection = side === "client";
  }

  *read(chunk: Buffer): Generator<Message> {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const header = this.#beginsConnection ? 0 : 1;
      if (bytes.length < header + 4) break;
      const end = header + bytes.readInt32BE(header);
      if (bytes.length < end) break;
      const type = header === 0 ? "" : String.fromCharCode(bytes.readUInt8(0));
      yield { type, bytes: bytes.subarray(0, end) };
      this.#beginsConnection = false;
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
  }
}

const cancelRequestCode = 80_877_102;

export function isCancelRequest({ type, bytes }: Message): boolean {
  return type === "" && bytes.length >= 8 && bytes.readInt32BE(4) === cancelRequestCode;
}

/** True for the message after which a client waits for an answer: a simple query, or a Sync. */
export function endsRequest({ type }: Message): boolean {
  return type === "Q" || type === "S";
}

/** True for ReadyForQuery, with which every answer ends. */
export function endsAnswer({ type }: Message): boolean {
  return type === "Z";
}

/** What ReadyForQuery says: idle, in a transaction, or in one that failed. */
export function transactionStatus({ bytes }: Message): string {
  return String.fromCharCode(bytes.readUInt8(5));
}

/** What a request is about: the text of a simple query; else each prepared statement's name, or its text. */
export function labelsOf(messages: readonly Message[]): string[] {
  const labels = messages.flatMap(({ type, bytes }) => {
    if (type === "Q") return [textAt(bytes, 5)];
    if (type === "P") {
      const name = textAt(bytes, 5);
      return [name === "" ? textAt(bytes, 6) : name];
    }
    // A portal's name, which is left empty, and the statement's.
    return type === "B" ? [textAt(bytes, 6)] : [];
  });
  return [...new Set(labels)];
}

export function processIdOf({ bytes }: Message): number {
  return bytes.readInt32BE(5);
}

/** An ErrorResponse, as the server words one. */
export function errorResponse(sqlState: string, message: string, severity = "ERROR"): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${sqlState}`, `M${message}`]
    .map((field) => `${field}\0`)
    .join("");
  return typed("E", `${fields}\0`);
}

export function readyForQuery(status: "I" | "T" | "E"): Buffer {
  return typed("Z", status);
}

export function simpleQuery(text: string): Buffer {
  return typed("Q", `${text}\0`);
}

/** One request of statements without values, as our own requests are made. */
export function extendedQueries(
  ...queries: readonly ({ readonly prepared: string } | { readonly text: string })[]
): Buffer {
  const statements = queries.flatMap((query) => [
    ...("text" in query ? [typed("P", `\0${query.text}\0\0\0`)] : []),
    typed("B", `\0${"text" in query ? "" : query.prepared}\0\0\0\0\0\0\0`),
    typed("D", "P\0"),
    typed("E", "\0\0\0\0\0"),
  ]);
  return Buffer.concat([...statements, typed("S", "")]);
}

/** A message of this type, with this body. */
export function typed(type: string, body: string | Buffer): Buffer {
  const content = Buffer.from(body as string);
  const bytes = Buffer.alloc(5 + content.length);
  bytes.write(type, 0);
  bytes.writeInt32BE(bytes.length - 1, 1);
  content.copy(bytes, 5);
  return bytes;
}

function textAt(bytes: Buffer, start: number): string {
  return bytes.toString("utf8", start, bytes.indexOf(0, start));
}
