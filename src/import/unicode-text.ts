/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark, as Windows PowerShell writes it. The mark is not part of the
 * text.
 *
 * @throws {TypeError} when the bytes are something else
 */
export function unicodeText(bytes: Uint8Array): string {
  const encoding = encodings[`${bytes[0]} ${bytes[1]}`] ?? "utf-8";
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

/** By the first two bytes. */
const encodings: Readonly<Record<string, string>> = { "255 254": "utf-16le", "254 255": "utf-16be" };
