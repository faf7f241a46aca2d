import { createHash } from "node:crypto";

const digits = "0123456789abcdefghijklmnopqrstuvwxyz-";
const length = 8;
const plainIdentifiers = 36 ** length;

/**
 * A player's number: Retrosheet's identifier (`fowld001`) read as a number in base 36.
 *
 * Short names are padded with hyphens (`rua-r001`), which base 36 does not have. Such an identifier is read in base 37 and comes
 * after all others. No two players get the same number, and all numbers are below 2^53.
 *
 * @returns undefined for anything except eight letters, digits and hyphens
 */
export function playerNumber(id: string): number | undefined {
  const known = knownPlayers.get(id);
  if (known !== undefined) return known;
  const text = id.toLowerCase();
  if (!/^[a-z0-9-]{8}$/.test(text)) return undefined;
  const number = text.includes("-")
    ? plainIdentifiers + [...text].reduce((sum, digit) => sum * digits.length + digits.indexOf(digit), 0)
    : Number.parseInt(text, digits.length - 1);
  if (knownPlayers.size >= mostKnown) knownPlayers.clear();
  knownPlayers.set(id, number);
  return number;
}

/** A cache: all plays name the same few players. */
const knownPlayers = new Map<string, number>();
const mostKnown = 10_000;

/** Retrosheet's identifier of a player's number; undefined for a number that `playerNumber` never returns. */
export function playerCode(number: number): string | undefined {
  const isPlain = number < plainIdentifiers;
  let rest = isPlain ? number : number - plainIdentifiers;
  const base = isPlain ? 36 : 37;
  let code = "";
  for (let place = 0; place < length; place += 1) {
    code = `${digits[rest % base]}${code}`;
    rest = Math.floor(rest / base);
  }
  return rest === 0 && playerNumber(code) === number ? code : undefined;
}

/**
 * A team's number: Retrosheet's identifier (`CHN`) read as a number in base 36.
 *
 * @returns undefined for anything except three upper-case letters and digits
 */
export function teamNumber(id: string): number | undefined {
  return /^[A-Z0-9]{3}$/.test(id) ? Number.parseInt(id, 36) : undefined;
}

/** Retrosheet's identifier of a team's number; undefined for a number that has none. */
export function teamCode(number: number): string | undefined {
  const code = number.toString(36).toUpperCase().padStart(3, "0");
  return number >= 0 && code.length === 3 ? code : undefined;
}

/**
 * A version 7 UUID that is always the same for the same game. Its time is the date in the game's key (1970 for earlier games), and
 * its random part is derived from the key.
 */
export function gameIdOf(key: string, date: Date): string {
  const bytes = createHash("sha256").update(key).digest().subarray(0, 16);
  bytes.writeUIntBE(Math.max(0, date.getTime()), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The date in a game's key: 2016-11-02 in `CLE201611020`. Undefined if there is none. */
export function dateInKey(key: string): Date | undefined {
  const [, year, month, day] = /^[A-Z0-9]{3}(\d{4})(\d{2})(\d{2})\d$/.exec(key) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isThatDay = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return isThatDay ? date : undefined;
}
