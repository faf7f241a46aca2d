import { isDate } from "node:util/types";
import { StatementRefusedError } from "../errors/index.js";
import { ofValue } from "./loss.js";

type WireValue = string | Buffer | null;

/** What pg calls on an object that writes itself. */
interface WritesItself {
  toPostgres(write: (value: unknown) => WireValue): unknown;
}

/**
 * A statement's values as they are sent: texts, bytes, and null. A time is written in UTC, an array as PostgreSQL's, any
 * other object as JSON, unless it has a `toPostgres`.
 *
 * @throws {StatementRefusedError} when one of them has no text
 */
export function wireValuesOf(values: readonly unknown[]): WireValue[] {
  try {
    return values.map((value) => (typeof value === "string" ? value : wireValue(value)));
  } catch (cause) {
    throw ofValue(
      new StatementRefusedError(
        `A statement's value has no text to be sent as: ${(cause as Error).message}. Nothing was sent.`,
        { cause },
      ),
    );
  }
}

const nothing: readonly unknown[] = [];

function wireValue(value: unknown, within = nothing): WireValue {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  if (within.includes(value)) throw new Error("it contains itself");
  if (ArrayBuffer.isView(value)) return bytesOf(value);
  if (isDate(value)) return timeText(value);
  const inside = [...within, value];
  if (Array.isArray(value)) return arrayText(value, inside);
  if (typeof (value as Partial<WritesItself>).toPostgres === "function") {
    return wireValue(
      (value as WritesItself).toPostgres((inner) => wireValue(inner)),
      inside,
    );
  }
  return JSON.stringify(value);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Years are written as PostgreSQL reads them: with four digits or more, and BC for those before the first. */
function timeText(time: Date): string {
  if (Number.isNaN(time.getTime())) throw new Error("it is an invalid Date");
  const year = time.getUTCFullYear();
  const rest = time
    .toISOString()
    .replace(/^[+-]?\d+/, "")
    .replace("Z", "+00");
  const digits = String(year > 0 ? year : 1 - year).padStart(4, "0");
  return `${digits}${rest}${year > 0 ? "" : " BC"}`;
}

function arrayText(values: readonly unknown[], within: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return "NULL";
    if (Array.isArray(value)) return arrayText(value, [...within, value]);
    const text = wireValue(value, within) as string | Buffer;
    return quoted(typeof text === "string" ? text : `\\x${text.toString("hex")}`);
  });
  return `{${items.join(",")}}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
