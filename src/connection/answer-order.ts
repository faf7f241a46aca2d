import { authentication, code, headerLength, ProtocolViolation, unexpected } from "./messages.js";

/** What comes before a statement's rows, by the codes of the messages, and how many columns these have. */
export interface ExpectedAnswer {
  /** `3` for a Close, `1` for a Parse, `2` for a Bind, `T` for a Describe. */
  readonly before: string;
  /** Undefined where the answer is described. */
  readonly columns: number | undefined;
}

/** A request's answer: that of each statement; or, by the simple protocol, as many as the server finds in the text. */
export type ExpectedAnswers = readonly ExpectedAnswer[] | "simple";

const noColumns = -1;
const orNoData = "T".charCodeAt(0);

/**
 * The order in which a server's messages may come. One that comes too early, too late, twice, or with other columns than
 * were described would otherwise be taken for the answer of another statement.
 */
export class AnswerOrder {
  readonly #requests: ExpectedAnswers[] = [];
  #isStarting = true;
  #isChecked = false;
  #authentication: number | undefined;
  /** Of the first request: the statement under way, how far what comes before its rows is, and its rows. */
  #statement = 0;
  #at = 0;
  #columns = noColumns;
  #rows = 0;
  #hasFailed = false;
  /** True when a COPY was refused: the server can answer that with an error only. */
  #mustFail = false;

  /** Checks answers from now on: before that, somebody else sends requests, of which nothing is known here. */
  check(): void {
    this.#isChecked = true;
  }

  /** Notes that a request is sent. */
  expect(answers: ExpectedAnswers): void {
    if (!this.#isChecked) return;
    this.#requests.push(answers);
    if (this.#requests.length === 1) this.#begin(0);
  }

  /** @throws {ProtocolViolation} when this message must not come now */
  accept(bytes: Buffer, start: number, end: number): void {
    const type = bytes[start] as number;
    if (isUnasked(type)) return;
    if (this.#isStarting) this.#acceptOfStart(type, bytes, start);
    else if (this.#isChecked) this.#acceptOfAnswer(type, bytes, start, end);
  }

  #acceptOfStart(type: number, bytes: Buffer, start: number): void {
    if (type === code.errorResponse) return;
    const isAuthenticated = this.#authentication === authentication.ok;
    if (type === code.authentication && !isAuthenticated)
      this.#authenticate(bytes.readInt32BE(start + headerLength));
    else if (type === code.readyForQuery && isAuthenticated) this.#isStarting = false;
    else if (type !== code.backendKeyData || !isAuthenticated) throw unexpected(type);
  }

  /** By SASL the server proves that it knows the password too; one that leaves this out is not believed. */
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

  #acceptOfAnswer(type: number, bytes: Buffer, start: number, end: number): void {
    const request = this.#requests[0];
    if (type === code.errorResponse) {
      // Without a request it is what a server says before it ends the connection.
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
        if (bytes.readInt16BE(start + headerLength) !== this.#columns) throw otherColumns();
        this.#rows += 1;
        return;
      case code.commandComplete:
        if (hasColumns && !isCount(bytes, start + headerLength, end - 1, this.#rows)) throw otherRows();
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

/** What may come at any time, whatever was asked. */
function isUnasked(type: number): boolean {
  return type === code.parameterStatus || type === code.noticeResponse || type === code.notificationResponse;
}

function otherColumns(): ProtocolViolation {
  return new ProtocolViolation("the server sent a row with more or fewer columns than it has described");
}

function otherRows(): ProtocolViolation {
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
