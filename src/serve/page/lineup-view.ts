import type { PublicLineupEntry } from "../../feed/public-view.js";

export interface SlotView {
  /** The place in the batting order; null for a pitcher who does not bat. */
  readonly place: number | null;
  readonly people: readonly { readonly name: string; readonly position: string; readonly hasLeft: boolean }[];
}

export const nameOf = ({ playerName, cardId, playerId }: PublicLineupEntry): string =>
  playerName ?? `Nr. ${cardId ?? playerId}`;

/** The batting order with everyone who has been in each place, then pitchers who do not bat. */
export function slotsOf(lineups: readonly PublicLineupEntry[], teamId: number): SlotView[] {
  const own = lineups.filter((entry) => entry.teamId === teamId);
  const view = (entries: readonly PublicLineupEntry[], place: number | null): SlotView => ({
    place,
    people: entries.map((entry) => ({
      name: nameOf(entry),
      position: entry.position,
      hasLeft: !entry.isActive,
    })),
  });
  const places = Array.from({ length: 9 }, (_, index) => index + 1);
  const batting = places.map((place) =>
    view(
      own.filter(({ battingOrder }) => battingOrder === place),
      place,
    ),
  );
  const pitching = view(
    own.filter(({ battingOrder }) => battingOrder === null),
    null,
  );
  return [...batting, pitching].filter(({ people }) => people.length > 0);
}
