import { randomBytes } from "node:crypto";

/**
 * A new version 7 UUID (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then random bits. Games made
 * later sort later, which keeps the index of a growing table compact.
 */
export function newGameId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
