/** The server violated PostgreSQL's protocol. Nothing that arrives on this connection can be trusted any more. */
export class ProtocolViolation extends Error {
  override readonly name = "ProtocolViolation";
}

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
 * Passes on to pg only complete messages that are well-formed and in order. The first message that is not closes the
 * connection. So does an error that pg throws: it would be thrown in a listener of the socket, and end the process.
 *
 * @returns the order of the answers, to which each request adds the one that it expects
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

/** Splits what a socket receives into complete messages, checks each, and passes on the valid ones. */
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

/** The messages before a statement's rows, by their codes, and how many columns the rows have. */
export interface ExpectedAnswer {
  /** `3` for a Close, `1` for a Parse, `2` for a Bind, `T` for a Describe. */
  readonly before: string;
  /** Undefined if the answer contains a description. */
  readonly columns: number | undefined;
}

/** The answer of a request: an element for each statement, or `simple` for the simple query protocol. */
export type ExpectedAnswers = readonly ExpectedAnswer[] | "simple";

const noColumns = -1;
const orNoData = "T".charCodeAt(0);

/**
 * The order in which a server's messages may arrive. Otherwise a message that is early, late or repeated, or has other
 * columns than described, would be taken for the answer of another statement.
 */
export class AnswerOrder {
  readonly #requests: ExpectedAnswers[] = [];
  #isStarting = true;
  #isChecked = false;
  #authentication: number | undefined;
  /** The position in the first request's answer: the statement, the index of the message before its rows, and the rows so far. */
  #statement = 0;
  #at = 0;
  #columns = noColumns;
  #rows = 0;
  #hasFailed = false;
  /** True when a COPY was refused: the server can only answer with an error. */
  #mustFail = false;

  /** Checks answers from now on. Before that, pg sends queries that are not announced here. */
  start(): void {
    this.#isChecked = true;
  }

  /**
   * Adds the answer that a request expects.
   *
   * @param isChecked true to check this answer even before `start()`
   */
  expect(answers: ExpectedAnswers, isChecked = this.#isChecked): void {
    if (!isChecked) return;
    this.#requests.push(answers);
    if (this.#requests.length === 1) this.#begin(0);
  }

  /** @throws {ProtocolViolation} when this message is not allowed here */
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
    else if (type !== code.backendKeyData || !isAuthenticated) throw unexpectedMessage(type);
  }

  /** With SASL, the server proves that it knows the password too. An AuthenticationOk without that proof is refused. */
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
    if (!isInOrder) throw unexpectedMessage(code.authentication);
    this.#authentication = step;
  }

  #acceptAnswer(type: number, bytes: Buffer, start: number, end: number): void {
    const request = this.#requests[0];
    if (type === code.errorResponse) {
      // Without a request, this error says why the server closes the connection.
      this.#hasFailed = request !== undefined;
      return;
    }
    if (request === undefined) throw unexpectedMessage(type);
    if (type === code.readyForQuery) {
      this.#end(request);
      return;
    }
    if (this.#hasFailed || this.#mustFail) throw unexpectedMessage(type);
    const before = request === "simple" ? "" : request[this.#statement]?.before;
    if (before === undefined) throw unexpectedMessage(type);
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
    if (type !== wanted && !(wanted === orNoData && type === code.noData)) throw unexpectedMessage(type);
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
        if (hasColumns) throw unexpectedMessage(type);
        this.#begin(this.#statement + 1);
        return;
      case code.copyInResponse:
        if (hasColumns) throw unexpectedMessage(type);
        this.#mustFail = true;
        return;
      case code.copyOutResponse:
      case code.copyData:
      case code.copyDone:
        if (hasColumns) throw unexpectedMessage(type);
        return;
      default:
        throw unexpectedMessage(type);
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
    if (!isWhole && !this.#hasFailed) throw unexpectedMessage(code.readyForQuery);
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

/** The messages of a server, by their first byte (PostgreSQL documentation, "Message Formats"). */
const code = {
  authentication: 0x52,
  backendKeyData: 0x4b,
  bindComplete: 0x32,
  closeComplete: 0x33,
  commandComplete: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyInResponse: 0x47,
  copyOutResponse: 0x48,
  dataRow: 0x44,
  emptyQueryResponse: 0x49,
  errorResponse: 0x45,
  noData: 0x6e,
  noticeResponse: 0x4e,
  notificationResponse: 0x41,
  parameterDescription: 0x74,
  parameterStatus: 0x53,
  parseComplete: 0x31,
  portalSuspended: 0x73,
  readyForQuery: 0x5a,
  rowDescription: 0x54,
} as const;

const names = new Map<number, string>(Object.entries(code).map(([name, byte]) => [byte, name]));

/** Only these messages may be long. libpq has the same rule. */
const longMessages: ReadonlySet<number> = new Set([
  code.copyData,
  code.dataRow,
  code.errorResponse,
  code.noticeResponse,
  code.notificationResponse,
  code.rowDescription,
]);
const maxShortLength = 30_000;
/** PostgreSQL sends no message that is longer than this, in bytes. */
const maxLength = 2 ** 30 - 1;

/** Bytes before a message's body: its code, and its length, which counts itself. */
const headerLength = 5;

/** The length in bytes of the message whose header begins here. @throws {ProtocolViolation} when it is impossible */
function messageLength(bytes: Buffer, start: number): number {
  const type = bytes[start] as number;
  if (!names.has(type)) throw new ProtocolViolation(`the server sent a message of an unknown kind, ${type}`);
  const length = bytes.readUInt32BE(start + 1);
  if (length < 4 || length > (longMessages.has(type) ? maxLength : maxShortLength)) {
    throw new ProtocolViolation(`the server sent a ${names.get(type)} message of ${length} bytes`);
  }
  return 1 + length;
}

/**
 * Checks that a complete message is built as the protocol says. pg's parser does not check that: it reads past the end of a
 * message, takes the next message for values, or loops forever.
 *
 * @throws {ProtocolViolation}
 */
function checkMessage(bytes: Buffer, start: number, end: number): void {
  const type = bytes[start] as number;
  if (!isWellFormed(type, bytes, start + headerLength, end)) {
    throw new ProtocolViolation(`the server sent a malformed ${names.get(type)} message`);
  }
}

function unexpectedMessage(type: number): ProtocolViolation {
  return new ProtocolViolation(`the server sent a ${names.get(type)} message where none may come`);
}

function isWellFormed(type: number, bytes: Buffer, start: number, end: number): boolean {
  switch (type) {
    case code.dataRow:
      return isRow(bytes, start, end);
    case code.commandComplete:
      return endOfString(bytes, start, end) === end;
    case code.readyForQuery:
      return end - start === 1 && "ITE".includes(String.fromCharCode(bytes[start] as number));
    case code.rowDescription:
      return isDescription(bytes, start, end);
    case code.errorResponse:
    case code.noticeResponse:
      return isErrorReport(bytes, start, end);
    case code.parameterStatus:
      return areStrings(bytes, start, end, 2);
    case code.notificationResponse:
      return end - start > 4 && areStrings(bytes, start + 4, end, 2);
    case code.backendKeyData:
      return end - start === 8;
    case code.authentication:
      return isAuthentication(bytes, start, end);
    case code.copyInResponse:
    case code.copyOutResponse:
      return end - start >= 3 && end - start === 3 + 2 * bytes.readInt16BE(start + 1);
    case code.parameterDescription:
      return end - start >= 2 && end - start === 2 + 4 * bytes.readInt16BE(start);
    case code.copyData:
      return true;
    default:
      return start === end;
  }
}

function isRow(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const count = bytes.readInt16BE(start);
  let at = start + 2;
  for (let field = 0; field < count; field += 1) {
    if (at + 4 > end) return false;
    const length = bytes.readInt32BE(at);
    if (length < -1) return false;
    at += length === -1 ? 4 : 4 + length;
  }
  return count >= 0 && at === end;
}

/** A field's name is followed by 18 bytes, of which the last two say how its values are written: 0 for text. */
function isDescription(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const count = bytes.readInt16BE(start);
  let at = start + 2;
  for (let field = 0; field < count; field += 1) {
    at = endOfString(bytes, at, end) + 18;
    // NaN if there was no name.
    if (!(at <= end) || bytes.readInt16BE(at - 2) !== 0) return false;
  }
  return count >= 0 && at === end;
}

/** Fields of a byte and a zero-terminated string each, and a zero after the last. */
function isErrorReport(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] !== 0) at = endOfString(bytes, at + 1, end);
  return at + 1 === end;
}

function areStrings(bytes: Buffer, start: number, end: number, count: number): boolean {
  let at = start;
  for (let text = 0; text < count; text += 1) at = endOfString(bytes, at, end);
  return at === end;
}

/** Returns the index after a zero-terminated string; NaN when it does not end within the message. */
function endOfString(bytes: Buffer, start: number, end: number): number {
  const zero = bytes.indexOf(0, start);
  return zero === -1 || zero >= end || Number.isNaN(start) ? Number.NaN : zero + 1;
}

/** The kinds of AuthenticationRequest that are supported. */
const authentication = {
  ok: 0,
  password: 3,
  md5: 5,
  sasl: 10,
  saslContinue: 11,
  saslFinal: 12,
} as const;
const unsupported: Readonly<Record<number, string>> = {
  2: "Kerberos",
  6: "SCM credentials",
  7: "GSSAPI",
  8: "GSSAPI",
  9: "SSPI",
};

function isAuthentication(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 4) return false;
  const kind = bytes.readInt32BE(start);
  const rest = end - start - 4;
  switch (kind) {
    case authentication.ok:
    case authentication.password:
      return rest === 0;
    case authentication.md5:
      return rest === 4;
    case authentication.sasl:
      return areMechanisms(bytes, start + 4, end);
    case authentication.saslContinue:
    case authentication.saslFinal:
      return rest > 0;
    default:
      throw new ProtocolViolation(
        `the server asks for authentication by ${unsupported[kind] ?? `method ${kind}`}, which is not supported: set scram-sha-256 for this user in its pg_hba.conf`,
      );
  }
}

/** One or more strings, and an empty one after the last. */
function areMechanisms(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] !== 0) at = endOfString(bytes, at, end);
  return at > start && at + 1 === end;
}
