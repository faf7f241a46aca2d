import * as z from "zod";
import { uuidText } from "../models/input.js";
import { validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/stored-lines.js";
import { written } from "./found-game.js";

const input = z.strictObject({ gameId: uuidText });

export async function storeLines(executor: Executor, gameId: string): Promise<boolean> {
  const values = validate<{ gameId: string }>("The input of storeLines", input, { gameId });
  return written(executor, values.gameId, async () => {
    const [answer] = await executor.execute(statements.storeLines, values);
    return answer?.isCompleted && !answer.isUnmoved ? undefined : (answer?.isStored ?? false);
  });
}
