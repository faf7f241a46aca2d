import { createHash } from "node:crypto";
import type { SourceRow } from "./row.js";

const digits = "0123456789abcdefghijklmnopqrstuvwxyz-";
const length = 8;
const plainIdentifiers = 36 ** length;

/**
 * A player's number, from Retrosheet's identifier read as a number in base 36: `fowld001`.
 *
 * Short names are filled up with hyphens (`rua-r001`), which base 36 does not have: such an identifier is read in
 * base 37 and comes after all the others. No two players get the same number, and all are below 2^53.
 *
 * @throws {ValidationError} for anything but eight lower-case letters, digits and hyphens
 */
export function playerIdOf(row: SourceRow, field: string): number {
  const id = row.text(field);
  const known = knownPlayers.get(id);
  if (known !== undefined) return known;
  if (!/^[a-z0-9-]{8}$/.test(id)) row.refuse(field, `must be a player's identifier, not "${id}"`);
  const playerId = numberOf(id);
  if (knownPlayers.size >= mostKnown) knownPlayers.clear();
  knownPlayers.set(id, playerId);
  return playerId;
}

/** Every play names a dozen players, and all plays the same ones. */
const knownPlayers = new Map<string, number>();
const mostKnown = 10_000;

function numberOf(id: string): number {
  if (!id.includes("-")) return Number.parseInt(id, digits.length - 1);
  return plainIdentifiers + [...id].reduce((sum, digit) => sum * digits.length + digits.indexOf(digit), 0);
}

/**
 * A team's number, from Retrosheet's identifier read as a number in base 36: `CHN`.
 *
 * @throws {ValidationError} for anything but three upper-case letters and digits
 */
export function teamIdOf(row: SourceRow, field: string): number {
  const id = row.text(field);
  if (!/^[A-Z0-9]{3}$/.test(id)) row.refuse(field, `must be a team's identifier, not "${id}"`);
  return Number.parseInt(id, 36);
}

/**
 * A version 7 UUID that is always the same for the same game: the time in it is the game's date, and what is
 * random in other such UUIDs comes from Retrosheet's identifier. The time of a game before 1970 is 1970.
 */
export function gameIdOf(sourceGameId: string, date: Date): string {
  const bytes = createHash("sha256").update(sourceGameId).digest().subarray(0, 16);
  bytes.writeUIntBE(Math.max(0, date.getTime()), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
