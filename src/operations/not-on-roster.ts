import { NotOnRosterError } from "../errors/index.js";
import { isSamePerson, type LineupMoment, type NewEntry } from "../models/lineup-rules/index.js";
import type { FoundMoment } from "../statements/lineup-moment.js";

interface Team {
  readonly gameId: string;
  readonly teamId: number;
}
type Person = Pick<NewEntry, "cardId" | "playerId">;

export function notOnRoster(
  operation: string,
  { gameId, teamId }: Team,
  people: readonly Person[],
): NotOnRosterError {
  const names = people.map(({ cardId, playerId }) =>
    cardId === null ? `player ${playerId}` : `card ${cardId}`,
  );
  const add = people.some(({ cardId }) => cardId === null) ? "addSbaRosterPlayer" : "addPdRosterCard";
  const who = names.join(", ");
  return new NotOnRosterError(
    `${operation} does not take ${who}: team ${teamId} has a roster in game ${gameId}, and ${names.length === 1 ? `${who} is` : "they are"} not on it. Call ${add} first.`,
    { details: { gameId, teamId, people: people.map(({ cardId, playerId }) => ({ cardId, playerId })) } },
  );
}

/**
 * Refuses new people who are not on their team's roster, where it has one. Who is in the game already may move.
 *
 * @throws {NotOnRosterError} naming all of them
 */
export function assertOnRoster(
  operation: string,
  team: Team,
  entering: readonly NewEntry[],
  { roster }: Pick<FoundMoment, "roster">,
  { entries }: Pick<LineupMoment, "entries">,
): void {
  if (roster.length === 0) return;
  const isKnown = (entry: NewEntry) =>
    entries.some((other) => isSamePerson(entry, other)) ||
    roster.some(({ cardId, playerId }) => entry.cardId === cardId && entry.playerId === playerId);
  const strangers = entering.filter((entry) => !isKnown(entry));
  if (strangers.length > 0) throw notOnRoster(operation, team, strangers);
}
