import type { ValidationIssue } from "../../errors/errors.js";
import { brokenDecisions } from "../../models/pitching-decisions.js";
import type { Decision } from "../../rules/vocabulary.js";
import { type FileLineupEntry, type GameFile, people } from "./game-file.js";

/** Contradictions between the parts of a game file: identifiers that do not exist, and wrong orders. */
export function brokenReferences(file: GameFile): ValidationIssue[] {
  return [...brokenEntries(file), ...brokenLineups(file), ...brokenCredits(file), ...brokenPlays(file)];
}

/** Everyone belongs to the game's league and to one of its teams. */
function brokenEntries({ game, roster, lineups }: GameFile): ValidationIssue[] {
  const [wanted, unwanted] =
    game.leagueId === "pd" ? (["cardId", "playerId"] as const) : (["playerId", "cardId"] as const);
  const teams: readonly number[] = [game.homeTeamId, game.awayTeamId];
  const broken = (entries: GameFile["roster"], list: string): ValidationIssue[] =>
    entries.flatMap((entry, index) => [
      ...when(entry[wanted] === null, `${list}.${index}.${wanted}`, "is missing"),
      ...when(
        entry[unwanted] !== null,
        `${list}.${index}.${unwanted}`,
        `does not belong in the ${game.leagueId} league`,
      ),
      ...when(
        !teams.includes(entry.teamId),
        `${list}.${index}.teamId`,
        "must be one of the game's two teams",
      ),
    ]);
  return [...broken(roster, "roster"), ...broken(lineups, "lineups")];
}

/** Entries are numbered 1, 2, 3 … in order of entry, and replace earlier ones of their own team. */
function brokenLineups({ lineups, plays }: GameFile): ValidationIssue[] {
  const moments = new Set([0, ...plays.map(({ playNumber }) => playNumber)]);
  return lineups.flatMap((entry, index) => {
    const replaced = entry.replacingId === null ? undefined : lineups[entry.replacingId - 1];
    const replacesWell = replaced !== undefined && replaced.id < entry.id && replaced.teamId === entry.teamId;
    const path = `lineups.${index}`;
    return [
      ...when(entry.id !== index + 1, `${path}.id`, `must be ${index + 1}: entries are numbered in order`),
      ...when(
        entry.replacingId !== null && !replacesWell,
        `${path}.replacingId`,
        "must be an earlier entry of the same team",
      ),
      ...when(
        entry.afterPlay < (lineups[index - 1]?.afterPlay ?? 0),
        `${path}.afterPlay`,
        "must not be before the entry above",
      ),
      ...when(!moments.has(entry.afterPlay), `${path}.afterPlay`, "must be 0 or the number of a play"),
    ];
  });
}

/** A game has at most one winner and one loser, of different teams, and one save by the winner's team. */
function brokenCredits({ lineups }: GameFile): ValidationIssue[] {
  const credited: Partial<Record<Decision, { entry: FileLineupEntry; index: number }>> = {};
  const twice = lineups.flatMap((entry, index) => {
    if (entry.decision === null) return [];
    const isTaken = credited[entry.decision] !== undefined;
    if (!isTaken) credited[entry.decision] = { entry, index };
    return when(isTaken, `lineups.${index}.decision`, "must not be that of an entry above");
  });
  const pitchers = Object.entries(credited).map(([decision, { entry }]) => [decision, entry]);
  const broken = brokenDecisions(Object.fromEntries(pitchers)).map(({ decision, message }) => ({
    field: `lineups.${credited[decision]?.index}.decision`,
    message,
  }));
  return [...twice, ...broken];
}

/** Plays are in order, and name only entries of the lineups. */
function brokenPlays({ plays, lineups }: GameFile): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const note = (index: number, field: string, message: string) =>
    issues.push({ field: `plays.${index}.${field}`, message });
  let before = 0;
  for (const [index, play] of plays.entries()) {
    if (play.playNumber <= before) note(index, "playNumber", "must be more than that of the play before");
    before = play.playNumber;
    for (const field of people) {
      const id = play[field];
      if (id === null) continue;
      const entry = lineups[id - 1];
      if (entry === undefined) note(index, field, "names no lineup entry");
      else if (entry.afterPlay >= play.playNumber)
        note(index, field, "names a player who entered after the play");
    }
  }
  return issues;
}

function when(isBroken: boolean, field: string, message: string): ValidationIssue[] {
  return isBroken ? [{ field, message }] : [];
}
