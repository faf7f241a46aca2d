import { isFieldingPosition } from "../../rules/lineups/lineup-entries.js";
import { teamCode } from "./identifiers.js";
import type { Lineup } from "./lineup.js";
import type { Appearance } from "./lineup-changes.js";
import { type EventRecord, type GameRecords, refuse } from "./records.js";

type Starter = Appearance & { readonly record: EventRecord };

/**
 * Enters the starting lineups: each team's batting order, and behind it a pitcher who does not bat.
 *
 * @returns what was out of the ordinary, as sentences
 * @throws {ValidationError} when two have one place
 */
export function addStarters(
  game: GameRecords,
  lineup: Lineup,
  starters: readonly Starter[],
  { awayTeamId, homeTeamId }: { readonly awayTeamId: number; readonly homeTeamId: number },
): string[] {
  const start = { enteredInning: 1, afterPlay: 0, replacingId: null };
  return [awayTeamId, homeTeamId].flatMap((team) => {
    const own = starters
      .filter(({ teamId }) => teamId === team)
      .toSorted((one, other) => (one.battingOrder ?? 10) - (other.battingOrder ?? 10));
    for (const { record, ...person } of own) {
      const { position, battingOrder } = person;
      if (lineup.inSlot(team, battingOrder) !== undefined)
        refuse(game, record, "takes a place in the order that another starter has");
      if (isFieldingPosition(position) && lineup.fielder(team, position) !== undefined)
        refuse(game, record, "takes a place in the field that another starter has");
      lineup.add({ ...person, ...start }, { isStarter: true });
    }
    return own.length < 9 ? [`team ${teamCode(team)} has ${own.length} starters`] : [];
  });
}
