import type { LineupEntry } from "../lineups.js";
import type { League } from "../vocabulary.js";

/** A lineup entry of a team in question. */
export type TeamEntry = Omit<LineupEntry, "gameId">;

/** A lineup entry that is not stored yet. */
export type NewEntry = Omit<TeamEntry, "id">;

/** Who somebody is: a card in the PD league, a player in the SBA league. */
export type Person = Pick<LineupEntry, "cardId" | "playerId" | "playerName">;

export function isSamePerson(one: Person, other: Person): boolean {
  return one.cardId === other.cardId && one.playerId === other.playerId;
}

export function nameOf({ cardId, playerId, playerName }: Person): string {
  return playerName ?? (cardId === null ? `Player ${playerId}` : `Card ${cardId}`);
}

/** "One", "One and Two", "One, Two and Three": each name once. */
export function namesOf(people: readonly Person[]): string {
  const names = [...new Set(people.map(nameOf))];
  const last = names.pop() ?? "nobody";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

/** Cards play in the PD league, and players in the SBA league. */
export function reasonsOfLeague(leagueId: League, people: readonly Person[]): string[] {
  const isStranger = ({ cardId, playerId }: Person) => (leagueId === "pd" ? playerId : cardId) !== null;
  if (!people.some(isStranger)) return [];
  const [wanted, unwanted] = leagueId === "pd" ? ["cards", "players"] : ["players", "cards"];
  return [
    `This is a game of the ${leagueId.toUpperCase()} league, whose teams are made of ${wanted}, not ${unwanted}.`,
  ];
}
