import { LineupEntryNotFoundError } from "../errors/index.js";
import {
  type LineupEntry,
  type LineupValues,
  lineupRules,
  type PdLineupInput,
  pdLineupInput,
  type SbaLineupInput,
  sbaLineupInput,
} from "../models/lineups.js";
import { validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import { getLineupAt } from "../statements/lineup-at.js";
import * as statements from "../statements/lineups.js";
import { checkArguments } from "./arguments.js";
import { written } from "./found-game.js";
import { addEntry } from "./league-entries.js";

export async function addPdLineupCard(executor: Executor, entry: PdLineupInput): Promise<number> {
  const values = validate<LineupValues>("The lineup entry", pdLineupInput, entry, lineupRules);
  return addEntry(executor, statements.addPdLineupCard, "pd", { ...values, playerId: null });
}

export async function addSbaLineupPlayer(executor: Executor, entry: SbaLineupInput): Promise<number> {
  const values = validate<LineupValues>("The lineup entry", sbaLineupInput, entry, lineupRules);
  return addEntry(executor, statements.addSbaLineupPlayer, "sba", { ...values, cardId: null });
}

export async function getActiveLineup(
  executor: Executor,
  gameId: string,
  teamId: number,
): Promise<LineupEntry[]> {
  return executor.execute(statements.getActiveLineup, checkArguments("getActiveLineup", { gameId, teamId }));
}

export async function deactivateLineupPlayer(
  executor: Executor,
  gameId: string,
  lineupId: number,
): Promise<LineupEntry> {
  const values = checkArguments("deactivateLineupPlayer", { gameId, lineupId });
  return written(executor, gameId, async () => {
    const [entry] = await executor.execute(statements.deactivateLineupPlayer, values);
    if (entry !== undefined) return entry;
    const entries = await executor.execute(getLineupAt, { gameId });
    if (entries.some(({ id }) => id === lineupId)) return undefined;
    throw new LineupEntryNotFoundError(`Game ${gameId} has no lineup entry ${lineupId}.`, {
      details: { ...values, field: "lineupId" },
    });
  });
}
