import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../../src/errors/errors.js";
import { readGameFile } from "../../../../src/import/game-file/parse-game-file.js";
import { smallGameFile } from "../../../support/game-files.js";
import { rejectionOf } from "../../../support/sample-inputs.js";

const file = smallGameFile();
const text = JSON.stringify({ ...file, game: { ...file.game, homeTeamName: "Cométs ⚾" } }, null, 2);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-encodings-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function readBytes(bytes: Buffer) {
  const path = join(folder, "game.json");
  await writeFile(path, bytes);
  return readGameFile(path);
}

const marked = `\uFEFF${text}`;

describe("a game file", () => {
  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark and CRLF", Buffer.from(marked.replaceAll("\n", "\r\n"))],
    ["UTF-16, little-endian", Buffer.from(marked, "utf16le")],
    ["UTF-16, big-endian", Buffer.from(marked, "utf16le").swap16()],
  ])("in %s is read with every letter", async (_, bytes) => {
    const { game } = await readBytes(bytes);
    expect(game.homeTeamName).toBe("Cométs ⚾");
  });

  it.each([
    ["Latin-1", Buffer.from(text.replace(" ⚾", ""), "latin1")],
    ["UTF-8 that is cut within a letter", Buffer.from("⚾").subarray(0, 2)],
    ["UTF-16 that is cut within a letter", Buffer.from(marked, "utf16le").subarray(0, -1)],
  ])("in %s is refused, not stored with wrong letters", async (_, bytes) => {
    const error = (await rejectionOf(readBytes(bytes))) as Error;
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/game\.json is not UTF-8 text: /);
  });
});
