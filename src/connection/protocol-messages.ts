/** The server violated PostgreSQL's protocol. Nothing that arrives on this connection can be trusted any more. */
export class ProtocolViolation extends Error {
  override readonly name = "ProtocolViolation";
}

/** The messages of a server, by their first byte (PostgreSQL documentation, "Message Formats"). */
export const code = {
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

/** Only these messages may be long, as in libpq. */
const long: ReadonlySet<number> = new Set([
  code.copyData,
  code.dataRow,
  code.errorResponse,
  code.noticeResponse,
  code.notificationResponse,
  code.rowDescription,
]);
const longestShort = 30_000;
/** PostgreSQL makes no message longer than this, in bytes. */
const longest = 2 ** 30 - 1;

/** Bytes before a message's body: its code, and its length, which counts itself. */
export const headerLength = 5;

/** The length in bytes of the message whose header begins here. @throws {ProtocolViolation} when it is impossible */
export function messageLength(bytes: Buffer, start: number): number {
  const type = bytes[start] as number;
  if (!names.has(type)) throw new ProtocolViolation(`the server sent a message of an unknown kind, ${type}`);
  const length = bytes.readUInt32BE(start + 1);
  if (length < 4 || length > (long.has(type) ? longest : longestShort)) {
    throw new ProtocolViolation(`the server sent a ${names.get(type)} message of ${length} bytes`);
  }
  return 1 + length;
}

/**
 * Checks that a whole message is built as the protocol says. pg's own parser does not: it reads past the end of a message,
 * takes the next one for values, or never ends.
 *
 * @throws {ProtocolViolation}
 */
export function checkMessage(bytes: Buffer, start: number, end: number): void {
  const type = bytes[start] as number;
  if (!isWellFormed(type, bytes, start + headerLength, end)) {
    throw new ProtocolViolation(`the server sent a malformed ${names.get(type)} message`);
  }
}

export function unexpected(type: number): ProtocolViolation {
  return new ProtocolViolation(`the server sent a ${names.get(type)} message where none may come`);
}

function isWellFormed(type: number, bytes: Buffer, start: number, end: number): boolean {
  switch (type) {
    case code.dataRow:
      return isRow(bytes, start, end);
    case code.commandComplete:
      return afterText(bytes, start, end) === end;
    case code.readyForQuery:
      return end - start === 1 && "ITE".includes(String.fromCharCode(bytes[start] as number));
    case code.rowDescription:
      return isDescription(bytes, start, end);
    case code.errorResponse:
    case code.noticeResponse:
      return isErrorReport(bytes, start, end);
    case code.parameterStatus:
      return areTexts(bytes, start, end, 2);
    case code.notificationResponse:
      return end - start > 4 && areTexts(bytes, start + 4, end, 2);
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
    at = afterText(bytes, at, end) + 18;
    // NaN where there was no name.
    if (!(at <= end) || bytes.readInt16BE(at - 2) !== 0) return false;
  }
  return count >= 0 && at === end;
}

/** Fields of a byte and a text each, and a zero behind the last. */
function isErrorReport(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] !== 0) at = afterText(bytes, at + 1, end);
  return at + 1 === end;
}

function areTexts(bytes: Buffer, start: number, end: number, count: number): boolean {
  let at = start;
  for (let text = 0; text < count; text += 1) at = afterText(bytes, at, end);
  return at === end;
}

/** Where a text that ends with a zero ends; NaN when it does not end within the message. */
function afterText(bytes: Buffer, start: number, end: number): number {
  const zero = bytes.indexOf(0, start);
  return zero === -1 || zero >= end || Number.isNaN(start) ? Number.NaN : zero + 1;
}

/** The kinds of AuthenticationRequest that are supported. */
export const authentication = {
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
        `the server asks for authentication by ${unsupported[kind] ?? `method ${kind}`}, which is not supported: have its pg_hba.conf ask this user for scram-sha-256`,
      );
  }
}

/** One text or more, and an empty one behind the last. */
function areMechanisms(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] !== 0) at = afterText(bytes, at, end);
  return at > start && at + 1 === end;
}
