import {
  authentication,
  checkMessage,
  code,
  headerLength,
  messageLength,
  ProtocolViolation,
  unexpected,
} from "./protocol-messages.js";

/** What pg 8.23's connection has, and its type declarations leave out. */
interface GuardedConnection {
  readonly stream: { destroy(): void };
  emit(event: string, ...given: unknown[]): boolean;
  attachListeners(stream: object): void;
}

/** Closes a connection's socket. Callers that wait for an answer get this error. */
export function closeWithError(connection: GuardedConnection, why: Error): void {
  try {
    connection.emit("error", why);
  } finally {
    connection.stream.destroy();
  }
}

/**
 * Lets pg see only whole messages that are well-formed and in order. The first that is not closes the connection, and so
 * does an error thrown by pg: it throws in a listener of the socket, where it would end the process.
 *
 * @returns the order of the answers, which each request announces
 */
export function guardProtocol(connection: GuardedConnection): AnswerOrder {
  const { attachListeners } = connection;
  const order = new AnswerOrder();
  connection.attachListeners = (stream) => {
    const on = (event: string, listener: (bytes: Buffer) => void) => {
      const { on: listen } = stream as { on(event: string, listener: (bytes: Buffer) => void): void };
      const guarded = event === "data" ? guardedListener(listener) : listener;
      listen.call(stream, event, guarded);
    };
    attachListeners.call(connection, { on });
  };

  const guardedListener = (pass: (bytes: Buffer) => void) => {
    const messages = new MessageStream((bytes, start, end) => {
      checkMessage(bytes, start, end);
      order.accept(bytes, start, end);
    }, pass);
    let isOver = false;
    return (chunk: Buffer) => {
      if (isOver) return;
      try {
        messages.write(chunk);
      } catch (error) {
        isOver = true;
        closeWithError(connection, error as Error);
      }
    };
  };
  return order;
}

/** Splits what a socket receives into whole messages, checks each, and passes on those that are valid. */
class MessageStream {
  readonly #check: (bytes: Buffer, start: number, end: number) => void;
  readonly #pass: (bytes: Buffer) => void;
  #chunks: Buffer[] = [];
  #length = 0;
  /** How many bytes complete the next message, or its header. */
  #needed = headerLength;

  constructor(check: (bytes: Buffer, start: number, end: number) => void, pass: (bytes: Buffer) => void) {
    this.#check = check;
    this.#pass = pass;
  }

  /** @throws the error of the check, after the messages before the invalid one have been passed on */
  write(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    let at = 0;
    try {
      for (this.#needed = headerLength; bytes.length - at >= headerLength; ) {
        const length = messageLength(bytes, at);
        if (bytes.length - at < length) {
          this.#needed = length;
          break;
        }
        this.#check(bytes, at, at + length);
        at += length;
      }
    } finally {
      this.#chunks = at === bytes.length ? [] : [bytes.subarray(at)];
      this.#length = bytes.length - at;
      if (at > 0) this.#pass(at === bytes.length ? bytes : bytes.subarray(0, at));
    }
  }
}

/** The messages that come before a statement's rows, by their codes, and how many columns the rows have. */
export interface ExpectedAnswer {
  /** `3` for a Close, `1` for a Parse, `2` for a Bind, `T` for a Describe. */
  readonly before: string;
  /** Undefined where the answer is described. */
  readonly columns: number | undefined;
}

/** A request's answer: one for each statement; by the simple query protocol, as many as the text has statements. */
export type ExpectedAnswers = readonly ExpectedAnswer[] | "simple";

const noColumns = -1;
const orNoData = "T".charCodeAt(0);

/**
 * The order in which a server's messages may arrive. A message that is early, late, repeated, or has other columns than
 * described would otherwise be taken for the answer of another statement.
 */
export class AnswerOrder {
  readonly #requests: ExpectedAnswers[] = [];
  #isStarting = true;
  #isChecked = false;
  #authentication: number | undefined;
  /** In the first request's answer: the current statement, the position in what comes before its rows, and its rows. */
  #statement = 0;
  #at = 0;
  #columns = noColumns;
  #rows = 0;
  #hasFailed = false;
  /** True when a COPY was refused: the server can only answer with an error. */
  #mustFail = false;

  /** Checks answers from now on. Until then pg sends requests of its own, which are not announced here. */
  start(): void {
    this.#isChecked = true;
  }

  /**
   * Announces the answer of a request that is sent.
   *
   * @param isChecked true to check this answer even where others are not checked yet
   */
  expect(answers: ExpectedAnswers, isChecked = this.#isChecked): void {
    if (!isChecked) return;
    this.#requests.push(answers);
    if (this.#requests.length === 1) this.#begin(0);
  }

  /** @throws {ProtocolViolation} when this message must not come now */
  accept(bytes: Buffer, start: number, end: number): void {
    const type = bytes[start] as number;
    if (isAsynchronous(type)) return;
    if (this.#isStarting) this.#acceptStartup(type, bytes, start);
    else if (this.#isChecked || this.#requests.length > 0) this.#acceptAnswer(type, bytes, start, end);
  }

  #acceptStartup(type: number, bytes: Buffer, start: number): void {
    if (type === code.errorResponse) return;
    const isAuthenticated = this.#authentication === authentication.ok;
    if (type === code.authentication && !isAuthenticated)
      this.#authenticate(bytes.readInt32BE(start + headerLength));
    else if (type === code.readyForQuery && isAuthenticated) this.#isStarting = false;
    else if (type !== code.backendKeyData || !isAuthenticated) throw unexpected(type);
  }

  /** With SASL the server proves that it knows the password too; an answer without that proof is refused. */
  #authenticate(step: number): void {
    const before = this.#authentication;
    const isInOrder =
      step === authentication.saslContinue
        ? before === authentication.sasl
        : step === authentication.saslFinal
          ? before === authentication.saslContinue
          : step === authentication.ok
            ? before !== authentication.sasl && before !== authentication.saslContinue
            : before === undefined;
    if (!isInOrder) throw unexpected(code.authentication);
    this.#authentication = step;
  }

  #acceptAnswer(type: number, bytes: Buffer, start: number, end: number): void {
    const request = this.#requests[0];
    if (type === code.errorResponse) {
      // Without a request it announces that the server closes the connection.
      this.#hasFailed = request !== undefined;
      return;
    }
    if (request === undefined) throw unexpected(type);
    if (type === code.readyForQuery) {
      this.#end(request);
      return;
    }
    if (this.#hasFailed || this.#mustFail) throw unexpected(type);
    const before = request === "simple" ? "" : request[this.#statement]?.before;
    if (before === undefined) throw unexpected(type);
    if (this.#at < before.length) {
      this.#acceptBefore(before.charCodeAt(this.#at), type, bytes, start);
      return;
    }
    if (request === "simple" && type === code.rowDescription && this.#columns === noColumns) {
      this.#columns = bytes.readInt16BE(start + headerLength);
      return;
    }
    this.#acceptRows(type, bytes, start, end);
  }

  #acceptBefore(wanted: number, type: number, bytes: Buffer, start: number): void {
    if (type !== wanted && !(wanted === orNoData && type === code.noData)) throw unexpected(type);
    if (type === code.rowDescription) this.#columns = bytes.readInt16BE(start + headerLength);
    this.#at += 1;
  }

  #acceptRows(type: number, bytes: Buffer, start: number, end: number): void {
    const hasColumns = this.#columns !== noColumns;
    switch (type) {
      case code.dataRow:
        if (bytes.readInt16BE(start + headerLength) !== this.#columns) throw wrongColumnCount();
        this.#rows += 1;
        return;
      case code.commandComplete:
        if (hasColumns && !isCount(bytes, start + headerLength, end - 1, this.#rows)) throw wrongRowCount();
        this.#begin(this.#statement + 1);
        return;
      case code.emptyQueryResponse:
        if (hasColumns) throw unexpected(type);
        this.#begin(this.#statement + 1);
        return;
      case code.copyInResponse:
        if (hasColumns) throw unexpected(type);
        this.#mustFail = true;
        return;
      case code.copyOutResponse:
      case code.copyData:
      case code.copyDone:
        if (hasColumns) throw unexpected(type);
        return;
      default:
        throw unexpected(type);
    }
  }

  #begin(statement: number): void {
    const request = this.#requests[0];
    this.#statement = statement;
    this.#at = 0;
    this.#rows = 0;
    this.#columns = (request === "simple" ? undefined : request?.[statement]?.columns) ?? noColumns;
  }

  #end(request: ExpectedAnswers): void {
    const isWhole =
      request === "simple"
        ? this.#statement > 0 && this.#columns === noColumns
        : this.#statement === request.length;
    if (!isWhole && !this.#hasFailed) throw unexpected(code.readyForQuery);
    this.#requests.shift();
    this.#hasFailed = false;
    this.#mustFail = false;
    this.#begin(0);
  }
}

/** Messages that may arrive at any time. */
function isAsynchronous(type: number): boolean {
  return type === code.parameterStatus || type === code.noticeResponse || type === code.notificationResponse;
}

function wrongColumnCount(): ProtocolViolation {
  return new ProtocolViolation("the server sent a row with more or fewer columns than it has described");
}

function wrongRowCount(): ProtocolViolation {
  return new ProtocolViolation("the server sent more or fewer rows than it says that there are");
}

const [space, zero, nine] = [0x20, 0x30, 0x39];

/** Whether a command's tag, such as `SELECT 5`, ends with this count, or has none. */
function isCount(bytes: Buffer, start: number, end: number, count: number): boolean {
  let value = 0;
  let factor = 1;
  let at = end - 1;
  for (; at >= start && bytes[at] !== space; at -= 1) {
    const digit = bytes[at] as number;
    if (digit < zero || digit > nine) return true;
    value += factor * (digit - zero);
    factor *= 10;
  }
  return factor === 1 || at < start || value === count;
}
