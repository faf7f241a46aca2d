import {
  type PdRosterCard,
  type PdRosterInput,
  pdRosterInput,
  type RosterValues,
  type SbaRosterInput,
  type SbaRosterPlayer,
  sbaRosterInput,
} from "../models/roster-links-table.js";
import { validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/roster-statements.js";
import { addEntry } from "./lineup-operations.js";
import { checkArguments } from "./operation-input.js";

export async function addPdRosterCard(executor: Executor, entry: PdRosterInput): Promise<number> {
  const values = validate<RosterValues>("The roster entry", pdRosterInput, entry);
  return addEntry(executor, statements.addPdRosterCard, "pd", { ...values, playerId: null });
}

export async function addSbaRosterPlayer(executor: Executor, entry: SbaRosterInput): Promise<number> {
  const values = validate<RosterValues>("The roster entry", sbaRosterInput, entry);
  return addEntry(executor, statements.addSbaRosterPlayer, "sba", { ...values, cardId: null });
}

export async function getPdRoster(
  executor: Executor,
  gameId: string,
  teamId?: number,
): Promise<PdRosterCard[]> {
  return executor.execute(statements.getPdRoster, checkedFilter("getPdRoster", gameId, teamId));
}

export async function getSbaRoster(
  executor: Executor,
  gameId: string,
  teamId?: number,
): Promise<SbaRosterPlayer[]> {
  return executor.execute(statements.getSbaRoster, checkedFilter("getSbaRoster", gameId, teamId));
}

function checkedFilter(operation: string, gameId: string, teamId: number | undefined) {
  return teamId === undefined
    ? { ...checkArguments(operation, { gameId }), teamId: null }
    : checkArguments(operation, { gameId, teamId });
}
