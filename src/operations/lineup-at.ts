import * as z from "zod";
import { uuidText } from "../models/input.js";
import { lineupAt } from "../models/lineup-rules/index.js";
import type { LineupEntry } from "../models/lineups.js";
import { validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/lineup-at.js";

const moment = z.strictObject({ gameId: uuidText, playNumber: z.int32().min(1) });

export async function getLineupAt(
  executor: Executor,
  gameId: string,
  playNumber: number,
): Promise<LineupEntry[]> {
  const values = validate<z.infer<typeof moment>>("The input of getLineupAt", moment, { gameId, playNumber });
  return lineupAt(await executor.execute(statements.getLineupAt, values), values.playNumber);
}
