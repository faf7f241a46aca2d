import * as z from "zod";
import { uuidText } from "../input.js";
import { lineupRanges } from "../lineups.js";
import { type Position, positions } from "../vocabulary.js";
import { isOver, type LineupMoment } from "./moment.js";
import { isSamePerson, type NewEntry, nameOf, namesOf, type Person, reasonsOfLeague } from "./people.js";
import {
  reasonsOfDesignatedHitter,
  reasonsOfEmptyPositions,
  reasonsOfEmptySlots,
  reasonsOfSharedPositions,
  reasonsOfSharedSlots,
} from "./places.js";
import { personInput } from "./substitution.js";

/** One place in a starting lineup. */
export interface Starter {
  readonly position: Position;
  /** From 1 to 9; left out for a pitcher who does not bat. */
  readonly battingOrder?: number | null | undefined;
  /** Who it is, in a PD game. */
  readonly cardId?: number | null | undefined;
  /** Who it is, in an SBA game. */
  readonly playerId?: number | null | undefined;
  readonly playerName?: string | null | undefined;
}

/** What `setStartingLineup` takes: nine players, or ten with a designated hitter. */
export interface StartingLineup {
  readonly gameId: string;
  readonly teamId: number;
  /** A pitcher who is his own designated hitter stands here twice. */
  readonly players: readonly Starter[];
}

/** A starting lineup with every default filled in. */
export interface StartingLineupValues {
  readonly gameId: string;
  readonly teamId: number;
  readonly players: readonly (Person & Pick<NewEntry, "position" | "battingOrder">)[];
}

const [firstSlot, lastSlot] = lineupRanges.battingOrder;
const starter = z
  .strictObject({
    position: z.enum(positions),
    battingOrder: z.int().min(firstSlot).max(lastSlot).nullable().default(null),
    ...personInput,
  })
  .refine(({ cardId, playerId }) => (cardId === null) !== (playerId === null), {
    path: ["cardId"],
    message: "or playerId must be given, and not both",
  });

export const startingLineupInput = z.strictObject({
  gameId: uuidText,
  teamId: z.int32(),
  players: z.array(starter),
});

export function startersOf({ teamId, players }: StartingLineupValues): NewEntry[] {
  return players.map(({ position, battingOrder, cardId, playerId, playerName }) => ({
    ...{ teamId, cardId, playerId, playerName, position, battingOrder },
    ...{ isStarter: true, isActive: true, isFatigued: false },
    ...{ enteredInning: 1, replacingId: null, afterPlay: 0, leftAfterPlay: null, decision: null },
  }));
}

/** Why a game cannot begin with a lineup: every reason, as sentences; none when it can. */
export function reasonsAgainstStart(moment: LineupMoment, starters: readonly NewEntry[]): string[] {
  const { game, entries, lastPlay } = moment;
  const reasons = [
    ...(isOver(game) ? [`The game is over: it is ${game.status}.`] : []),
    ...(lastPlay === undefined ? [] : ["The game has begun; its lineups change by substitutions now."]),
    ...(entries.length === 0 ? [] : ["This team has a lineup already."]),
    ...reasonsOfLeague(game.leagueId, starters),
    ...starters.filter(isPinch).map((entry) => `${nameOf(entry)} cannot start as ${entry.position}.`),
    ...starters.filter((entry) => isTwice(entry, starters)).map(startsTwice),
    ...reasonsOfSharedSlots(starters),
    ...reasonsOfEmptySlots(starters),
    ...reasonsOfSharedPositions(starters),
    ...reasonsOfEmptyPositions(starters),
    ...reasonsOfDesignatedHitter(starters),
    ...reasonsOfPitcherWhoDoesNotBat(starters),
  ];
  return [...new Set(reasons)];
}

const isPinch = ({ position }: NewEntry) => position === "PH" || position === "PR";

/** A pitcher may be his own designated hitter; nobody else has two places. */
function isTwice(entry: NewEntry, starters: readonly NewEntry[]): boolean {
  const places = starters.filter((each) => isSamePerson(each, entry));
  const isBoth = places.some(isPitcherOnly) && places.some(({ position }) => position === "DH");
  return places.length > (isBoth ? 2 : 1);
}

const isPitcherOnly = ({ position, battingOrder }: NewEntry) => position === "P" && battingOrder === null;

const startsTwice = (entry: NewEntry) => `${nameOf(entry)} would be in the lineup twice.`;

function reasonsOfPitcherWhoDoesNotBat(starters: readonly NewEntry[]): string[] {
  const pitchers = starters.filter(isPitcherOnly);
  if (pitchers.length === 0 || starters.some(({ position }) => position === "DH")) return [];
  return [`${namesOf(pitchers)} must bat: nobody is the designated hitter.`];
}
