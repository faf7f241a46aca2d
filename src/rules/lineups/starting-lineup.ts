import type { Position } from "../vocabulary.js";
import {
  isOver,
  isSamePerson,
  type LineupMoment,
  type NewEntry,
  nameOf,
  namesOf,
  type Person,
  reasonsOfDesignatedHitter,
  reasonsOfEmptyPositions,
  reasonsOfEmptySlots,
  reasonsOfLeague,
  reasonsOfSharedPositions,
  reasonsOfSharedSlots,
} from "./team-lineup.js";

/** One place in a starting lineup. */
export interface Starter {
  /** The position: a fielding position or `DH`. */
  readonly position: Position;
  /** The place in the batting order, from 1 to 9; null or left out for a pitcher who does not bat. */
  readonly battingOrder?: number | null | undefined;
  /** The card, in a PD game. */
  readonly cardId?: number | null | undefined;
  /** The player, in an SBA game. */
  readonly playerId?: number | null | undefined;
  /** The player's name. Default: null. */
  readonly playerName?: string | null | undefined;
}

/** What `setStartingLineup` takes: nine players, or ten with a designated hitter. */
export interface StartingLineup {
  /** The game. */
  readonly gameId: string;
  /** The team, one of the game's two. */
  readonly teamId: number;
  /** A pitcher who is also the designated hitter is listed twice. */
  readonly players: readonly Starter[];
}

/** A starting lineup with every default filled in. */
export interface StartingLineupValues {
  /** The game. */
  readonly gameId: string;
  /** The team. */
  readonly teamId: number;
  readonly players: readonly (Person & Pick<NewEntry, "position" | "battingOrder">)[];
}

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
    ...(lastPlay === undefined ? [] : ["The game has begun; change its lineups with substitutions."]),
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

/** A pitcher may also be the designated hitter; nobody else has two places. */
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
