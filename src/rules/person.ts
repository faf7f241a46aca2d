type Identifier = number | null | undefined;

/** The identity of a person: a card in the PD league, a player in the SBA league. */
export interface Person {
  readonly cardId: number | null;
  readonly playerId: number | null;
  readonly playerName: string | null;
}

/** True if two lineup entries of a game name the same card or player. */
export function isSamePerson(
  one: { readonly cardId?: Identifier; readonly playerId?: Identifier },
  other: { readonly cardId?: Identifier; readonly playerId?: Identifier },
): boolean {
  return (
    (one.cardId ?? null) === (other.cardId ?? null) && (one.playerId ?? null) === (other.playerId ?? null)
  );
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
