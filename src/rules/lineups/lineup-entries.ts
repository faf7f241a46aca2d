import type { Entry } from "../live-game.js";
import { namesOf, type Person } from "../person.js";
import {
  type Decision,
  type FieldingPosition,
  fieldingPositions,
  type League,
  type Position,
} from "../vocabulary.js";

/** A lineup entry of one of a game's teams. */
export interface TeamEntry extends Entry, Person {
  readonly cardId: number | null;
  readonly playerId: number | null;
  readonly isStarter: boolean;
  readonly isFatigued: boolean;
  readonly enteredInning: number;
  /** The number of the last play before the player came in. */
  readonly afterPlay: number;
  /** The number of the last play before the player left; null while the player is in the game, or where it was not noted. */
  readonly leftAfterPlay: number | null;
  readonly decision: Decision | null;
}

/** A lineup entry that is not stored yet. */
export type NewEntry = Omit<TeamEntry, "id">;

/** The PD league has cards, the SBA league players. */
export function reasonsOfLeague(leagueId: League, people: readonly Person[]): string[] {
  const isStranger = ({ cardId, playerId }: Person) => (leagueId === "pd" ? playerId : cardId) !== null;
  if (!people.some(isStranger)) return [];
  const [wanted, unwanted] = leagueId === "pd" ? ["cards", "players"] : ["players", "cards"];
  return [
    `This is a game of the ${leagueId.toUpperCase()} league, whose teams are made of ${wanted}, not ${unwanted}.`,
  ];
}

const battingSlots = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
export const ordinal = (slot: number) => ordinals[slot - 1] ?? String(slot);

/** What a player in a position does, as a phrase that follows "would". */
const doings: Readonly<Record<FieldingPosition | "DH", string>> = {
  P: "pitch",
  C: "catch",
  "1B": "play first base",
  "2B": "play second base",
  "3B": "play third base",
  SS: "play shortstop",
  LF: "play left field",
  CF: "play center field",
  RF: "play right field",
  DH: "be the designated hitter",
};

export function isFieldingPosition(position: Position): position is FieldingPosition {
  return (fieldingPositions as readonly string[]).includes(position);
}

const together = (sharers: readonly NewEntry[]) => (sharers.length > 2 ? "all" : "both");

export const nobodyWould = (position: FieldingPosition) => `Nobody would ${doings[position]}.`;

export function reasonsOfEmptyPositions(lineup: readonly NewEntry[]): string[] {
  const filled = new Set<Position>(lineup.map(({ position }) => position));
  return fieldingPositions.filter((position) => !filled.has(position)).map(nobodyWould);
}

export function reasonsOfSharedPositions(lineup: readonly NewEntry[]): string[] {
  return ([...fieldingPositions, "DH"] as const).flatMap((position) => {
    const sharers = lineup.filter((entry) => entry.position === position);
    return sharers.length > 1 ? [`${namesOf(sharers)} would ${together(sharers)} ${doings[position]}.`] : [];
  });
}

export function reasonsOfEmptySlots(lineup: readonly NewEntry[]): string[] {
  const filled = new Set(lineup.map(({ battingOrder }) => battingOrder));
  return battingSlots.filter((slot) => !filled.has(slot)).map((slot) => `Nobody would bat ${ordinal(slot)}.`);
}

export function reasonsOfSharedSlots(lineup: readonly NewEntry[]): string[] {
  return battingSlots.flatMap((slot) => {
    const sharers = lineup.filter(({ battingOrder }) => battingOrder === slot);
    return sharers.length > 1 ? [`${namesOf(sharers)} would ${together(sharers)} bat ${ordinal(slot)}.`] : [];
  });
}

/** Only a pitcher can be without a place in the batting order, and only while there is a designated hitter. */
export function reasonsOfDesignatedHitter(lineup: readonly NewEntry[]): string[] {
  const outside = lineup.filter(({ battingOrder }) => battingOrder === null);
  const idle = outside.filter(({ position }) => position !== "P");
  const hitters = lineup.filter(({ position }) => position === "DH");
  return [
    ...idle.map(
      (entry) => `${namesOf([entry])} has no place in the batting order; only a pitcher may be without one.`,
    ),
    ...(hitters.length > 0 && outside.length === 0
      ? [`${namesOf(hitters)} cannot be the designated hitter: the pitcher bats for himself.`]
      : []),
  ];
}
