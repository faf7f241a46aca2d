import type { Mutation } from "./hostile-proxy.js";
import { type Message, typed } from "./wire-messages.js";

/** The same message with another body, and a length that fits it. */
function withBody({ type }: Message, body: Buffer): Buffer {
  return typed(type, body);
}

const bodyOf = ({ bytes }: Message) => bytes.subarray(5);

function withLength({ bytes }: Message, length: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt32BE(length >>> 0, 1);
  return changed;
}

function withType({ bytes }: Message, type: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[0] = type;
  return changed;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const field = (text: string) => Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);
const zero = Buffer.from([0]);

/** Complete messages that a server can send, but not at the place where they are inserted. */
export const strangers: Readonly<Record<string, Buffer>> = {
  "a ReadyForQuery": typed("Z", "I"),
  "a CommandComplete": typed("C", "SELECT 1\0"),
  "a COMMIT": typed("C", "COMMIT\0"),
  "a DataRow": typed("D", Buffer.concat([int16(1), field("7")])),
  "a DataRow of nothing": typed("D", int16(0)),
  "a RowDescription": typed("T", Buffer.concat([int16(1), Buffer.from("n\0"), Buffer.alloc(18)])),
  "a ParameterDescription": typed("t", Buffer.concat([int16(1), int32(25)])),
  "a NoData": typed("n", ""),
  "a ParseComplete": typed("1", ""),
  "a BindComplete": typed("2", ""),
  "a CloseComplete": typed("3", ""),
  "an EmptyQueryResponse": typed("I", ""),
  "a PortalSuspended": typed("s", ""),
  "a CopyInResponse": typed("G", Buffer.concat([zero, int16(0)])),
  "a CopyOutResponse": typed("H", Buffer.concat([zero, int16(0)])),
  "a CopyBothResponse": typed("W", Buffer.concat([zero, int16(0)])),
  "a CopyData": typed("d", "7\n"),
  "a CopyDone": typed("c", ""),
  "a NegotiateProtocolVersion": typed("v", Buffer.concat([int32(0), int32(0)])),
  "an AuthenticationOk": typed("R", int32(0)),
  "a request for GSSAPI": typed("R", int32(7)),
  "a request for SSPI": typed("R", int32(9)),
  "a request for Kerberos": typed("R", int32(2)),
  "an unknown request for authentication": typed("R", int32(4711)),
  "a malformed request for authentication": typed("R", ""),
  "a BackendKeyData": typed("K", Buffer.alloc(8)),
  "a message of no kind": typed("\0", ""),
  "an error without an end": typed("E", "SERROR"),
};

/** Ways to break a message, or the order of messages; `choose` gives a number from 0 to below 1. */
export const mutations: Readonly<Record<string, (choose: () => number) => Mutation>> = {
  "is dropped": () => () => ({ bytes: Buffer.alloc(0) }),
  "comes twice": () => (message) => ({ bytes: Buffer.concat([message.bytes, message.bytes]) }),
  "comes behind the next": () => (message) => ({ bytes: Buffer.alloc(0), behindNext: message.bytes }),
  "ends at some byte, and the connection with it": (choose) => (message) => ({
    bytes: message.bytes.subarray(0, Math.floor(choose() * message.bytes.length)),
    ends: true,
  }),
  "lacks its end": (choose) => (message) => ({
    bytes: withBody(message, bodyOf(message).subarray(0, Math.floor(choose() * bodyOf(message).length))),
  }),
  "has more behind its end": (choose) => (message) => ({
    bytes: withBody(
      message,
      Buffer.concat([bodyOf(message), Buffer.alloc(1 + Math.floor(choose() * 9), 65)]),
    ),
  }),
  "says that it has another length": (choose) => (message) => {
    const lengths = [0, 1, 3, 4, 5, 2 ** 30, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, message.bytes.length + 3];
    return { bytes: withLength(message, lengths[Math.floor(choose() * lengths.length)] as number) };
  },
  "is of another kind": (choose) => (message) => ({
    bytes: withType(message, Math.floor(choose() * 256)),
  }),
  "comes behind a stranger": (choose) => (message) => {
    const all = Object.values(strangers);
    const stranger = all[Math.floor(choose() * all.length)] as Buffer;
    return { bytes: Buffer.concat([stranger, message.bytes]) };
  },
  "has another count": (choose) => (message) => {
    const body = Buffer.from(bodyOf(message));
    if (body.length >= 2) body.writeInt16BE(Math.floor(choose() * 2 ** 16) - 2 ** 15);
    return { bytes: withBody(message, body) };
  },
  "has a field more": () => (message) => {
    const body = bodyOf(message);
    if (message.type !== "D") return { bytes: withBody(message, Buffer.concat([body, field("7")])) };
    return {
      bytes: withBody(message, Buffer.concat([int16(body.readInt16BE() + 1), body.subarray(2), field("7")])),
    };
  },
  "has a field less": () => (message) => {
    const body = bodyOf(message);
    if (message.type !== "D" || body.length < 6) return { bytes: Buffer.alloc(0) };
    const rest = body.subarray(6 + Math.max(0, body.readInt32BE(2)));
    return { bytes: withBody(message, Buffer.concat([int16(body.readInt16BE() - 1), rest])) };
  },
};

/** Changes of single bytes, after which a message may still be well-formed, with another meaning. */
export const damages: typeof mutations = {
  "has another byte": (choose) => (message) => {
    const bytes = Buffer.from(message.bytes);
    bytes[Math.floor(choose() * bytes.length)] = Math.floor(choose() * 256);
    return { bytes };
  },
  "has several other bytes": (choose) => (message) => {
    const bytes = Buffer.from(message.bytes);
    for (let count = 0; count < 4; count += 1)
      bytes[Math.floor(choose() * bytes.length)] = Math.floor(choose() * 256);
    return { bytes };
  },
};
