import { readFile } from "node:fs/promises";
import { ConfigurationError } from "../errors/index.js";
import type { GameFile } from "../import/game-file/game-file.js";
import { parseGameFile } from "../import/game-file/parse-game-file.js";

/** @throws {ConfigurationError} if the file does not exist or is not JSON; {ValidationError} if its content is invalid */
export async function readGameFile(path: string): Promise<GameFile> {
  return parseGameFile(parsed(path, await text(path)));
}

async function text(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new ConfigurationError(`The game file ${path} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

function parsed(path: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ConfigurationError(`The game file ${path} is not JSON: ${(cause as Error).message}.`, {
      cause,
    });
  }
}
