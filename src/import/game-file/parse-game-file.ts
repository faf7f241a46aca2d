import { readFile } from "node:fs/promises";
import * as z from "zod";
import { ConfigurationError, ValidationError, type ValidationIssue } from "../../errors/errors.js";
import { gameInput, gameRules } from "../../models/games-table.js";
import { identifier } from "../../models/input-schemas.js";
import { lineupInput, lineupRules } from "../../models/lineups-table.js";
import { once } from "../../models/once.js";
import { playRules } from "../../models/play-rules.js";
import { playInput } from "../../models/plays-table.js";
import { rosterInput } from "../../models/roster-links-table.js";
import { brokenRules, validate } from "../../models/validate.js";
import { unicodeText } from "../unicode-text.js";
import type { GameFile } from "./game-file.js";
import { brokenReferences } from "./references.js";

const now = () => new Date().toISOString();

const fileSchema = once(() => {
  const timestamp = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
  const cardOrPlayer = {
    cardId: identifier().nullable().default(null),
    playerId: identifier().nullable().default(null),
  };
  return z.strictObject({
    format: z.literal("dugout-game"),
    version: z.literal(1),
    game: gameInput().extend({
      createdAt: timestamp.prefault(now),
      startedAt: timestamp.nullable().default(null),
      completedAt: timestamp.nullable().default(null),
    }),
    roster: z.array(rosterInput().omit({ gameId: true }).extend(cardOrPlayer)),
    lineups: z.array(
      lineupInput()
        .omit({ gameId: true })
        .extend({ ...cardOrPlayer, id: z.int().min(1) }),
    ),
    plays: z.array(
      playInput()
        .omit({ gameId: true })
        .extend({ createdAt: timestamp.prefault(now) }),
    ),
  });
});

/** A game has at most 32,767 plays, each with fewer than a hundred fields. */
const fileLimits = { values: 5_000_000, characters: Number.POSITIVE_INFINITY, listElements: 50_000 };

/**
 * Reads a game file's JSON and fills in every default.
 *
 * @throws {ValidationError} with the path of every invalid field: `plays.12.inning`
 */
export function parseGameFile(json: unknown): GameFile {
  const file = validate<GameFile>("The game file", fileSchema, json, [], fileLimits);
  const issues = [
    ...within("game", brokenRules(file.game, gameRules)),
    ...file.lineups.flatMap((entry, index) => within(`lineups.${index}`, brokenRules(entry, lineupRules))),
    ...file.plays.flatMap((play, index) => within(`plays.${index}`, brokenRules(play, playRules))),
    ...brokenReferences(file),
  ];
  if (issues.length > 0) throw new ValidationError("The game file", issues);
  return file;
}

const within = (path: string, issues: readonly ValidationIssue[]): ValidationIssue[] =>
  issues.map(({ field, message }) => ({ field: `${path}.${field}`, message }));

/** @throws {ConfigurationError} if the file cannot be read or is not JSON; {ValidationError} if its content is invalid */
export async function readGameFile(path: string): Promise<GameFile> {
  return parseGameFile(parsed(path, await bytesOf(path)));
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ConfigurationError(`The game file ${path} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

function parsed(path: string, bytes: Buffer): unknown {
  let text: string;
  try {
    text = unicodeText(bytes);
  } catch (cause) {
    // Any other reading would store names with wrong letters.
    throw new ConfigurationError(`The game file ${path} is not UTF-8 text: convert it, or export it again.`, {
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(`The game file ${path} is not JSON: ${(cause as Error).message}.`, {
      cause,
    });
  }
}
