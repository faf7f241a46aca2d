import {
  battingOrderAfter,
  firstSituation,
  hasAutomaticRunner,
  type PlayFacts,
  placeBefore,
  type Situation,
  situationAfter,
  type Turn,
} from "../situation.js";
import {
  type Decision,
  type FieldingPosition,
  fieldingPositions,
  type GameStatus,
  type League,
  type Position,
} from "../vocabulary.js";

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

/** Whether an input names one person, as a card or as a player. */
export const isOnePerson = ({ cardId, playerId }: Pick<Person, "cardId" | "playerId">) =>
  (cardId === null) !== (playerId === null);

/** Whether an input names one person or nobody. */
export const isAtMostOnePerson = ({ cardId, playerId }: Pick<Person, "cardId" | "playerId">) =>
  cardId === null || playerId === null;

export function nameOf({ cardId, playerId, playerName }: Person): string {
  return playerName ?? (cardId === null ? `Player ${playerId}` : `Card ${cardId}`);
}

/** "One", "One and Two", "One, Two and Three": each name once. */
export function namesOf(people: readonly Person[]): string {
  const names = [...new Set(people.map(nameOf))];
  const last = names.pop() ?? "nobody";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

/** The fields of a lineup entry that the rules need: one appearance of one player in one role. */
export interface Entry {
  /** Identity of the entry, given by the database; plays name people by it. */
  readonly id: number;
  /** The team for which the player plays. */
  readonly teamId: number;
  /** The role: a fielding position (P, C, 1B, 2B, 3B, SS, LF, CF, RF), DH, PH or PR. */
  readonly position: Position;
  /** From 1 to 9; null for a pitcher who does not bat. */
  readonly battingOrder: number | null;
  /** True while the player is in the game in this role. */
  readonly isActive: boolean;
  /** The entry whose place this one took; null for a starter. */
  readonly replacingId: number | null;
  /** Who it is: a card or a player. Left out, each entry is a person of its own. */
  readonly cardId?: number | null | undefined;
  /** The player, in an SBA game; null in a PD game. */
  readonly playerId?: number | null | undefined;
}

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

/** The fields of a game that the lineup rules need. */
interface GameFacts {
  readonly homeTeamId: number;
  readonly awayTeamId: number;
  readonly automaticRunnerInning: number | null;
  readonly leagueId: League;
  readonly status: GameStatus;
}

/** One team between two plays: everything that decides which substitutions are legal. */
export interface LineupMoment {
  readonly game: GameFacts;
  readonly teamId: number;
  /** Every entry of the team, those of players who have left included. */
  readonly entries: readonly TeamEntry[];
  /** Undefined before the first play. */
  readonly lastPlay: TurnFacts | undefined;
  /** The last play in which the team was at bat. */
  readonly lastAtBat: TurnFacts | undefined;
}

/** The fields of a play that the rules need. */
export interface TurnFacts extends PlayFacts, Turn {
  readonly playNumber: number;
}

/**
 * @param entries all entries of the team
 * @param plays in order: the last play of the game, and the last one in which the team was at bat, must be among them
 */
export function momentOf(
  game: LineupMoment["game"],
  teamId: number,
  entries: readonly TeamEntry[],
  plays: readonly TurnFacts[],
): LineupMoment {
  const half = teamId === game.homeTeamId ? "bottom" : "top";
  return {
    ...{ game, teamId, entries },
    lastPlay: plays.at(-1),
    lastAtBat: plays.findLast((play) => play.half === half),
  };
}

export const isOver = ({ status }: LineupMoment["game"]) => status === "completed" || status === "abandoned";

export function situationOf({ lastPlay }: LineupMoment): Situation {
  return lastPlay === undefined ? firstSituation : situationAfter(lastPlay);
}

export function isAtBat(moment: LineupMoment): boolean {
  const { game, teamId } = moment;
  return teamId === (situationOf(moment).half === "top" ? game.awayTeamId : game.homeTeamId);
}

/** The place in the batting order that the team's next batter has. */
export function dueSlot({ lastAtBat }: LineupMoment): number {
  return lastAtBat === undefined ? 1 : battingOrderAfter(lastAtBat);
}

/** The team's active entries that are on base, including the automatic runner of extra innings. */
export function runnersOf(moment: LineupMoment): TeamEntry[] {
  if (!isAtBat(moment)) return [];
  const { onFirstId, onSecondId, onThirdId } = situationOf(moment);
  const ids = [onFirstId, onSecondId, onThirdId];
  // A substitute for a runner has the runner's place in the batting order.
  const slots = [
    ...moment.entries.filter(({ id }) => ids.includes(id)).map(({ battingOrder }) => battingOrder),
    automaticRunnersSlot(moment),
  ].filter((slot) => slot !== null);
  return moment.entries.filter(
    ({ isActive, battingOrder }) => isActive && battingOrder !== null && slots.includes(battingOrder),
  );
}

/** In extra innings, the player who bats before the half-inning's first batter may begin it on second base. */
function automaticRunnersSlot(moment: LineupMoment): number | null {
  const { game, lastPlay } = moment;
  const { inning, half } = situationOf(moment);
  if (!hasAutomaticRunner(game, inning) || lastPlay?.half === half) return null;
  return placeBefore(dueSlot(moment));
}

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
export const doings: Readonly<Record<FieldingPosition | "DH", string>> = {
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
