import { isFieldingPosition, nameOf } from "../../rules/lineups/team-lineup.js";
import { type Position, positions } from "../../rules/vocabulary.js";
import type { FileLineupEntry } from "../game-file/game-file.js";
import { type EventRecord, type GameRecords, refuse } from "./event-records.js";
import type { Lineup } from "./replayed-lineup.js";
import { playerNumber, teamCode } from "./retrosheet-codes.js";
import type { NamesById } from "./season-names.js";

/** A `start` or `sub` record. */
export interface Appearance {
  readonly teamId: number;
  readonly playerId: number;
  readonly playerName: string | null;
  readonly position: Position;
  /** Null for a pitcher who does not bat. */
  readonly battingOrder: number | null;
}

/**
 * Reads `sub,ortid001,"David Ortiz",1,4,11`.
 *
 * @param teams the teams by the record's codes: 0 is the visitors
 * @throws {ValidationError} if a field is invalid
 */
export function appearanceOf(
  game: GameRecords,
  record: EventRecord,
  teams: readonly [number, number],
  people: NamesById,
): Appearance {
  const [id = "", name = "", side = "", slot = "", position = ""] = record.fields;
  const teamId = teams[side === "0" ? 0 : 1];
  if (side !== "0" && side !== "1") refuse(game, record, `must be of team 0 or 1, not "${side}"`);
  if (!/^[0-9]$/.test(slot.trim()))
    refuse(game, record, `must have a place in the order from 0 to 9, not "${slot}"`);
  const order = Number(slot);
  return {
    teamId,
    playerId: playerOf(game, record, id),
    playerName: people.get(id) ?? (name.trim() || null),
    position:
      positions[Number(position) - 1] ??
      refuse(game, record, `must have a position from 1 to 12, not "${position}"`),
    battingOrder: order === 0 ? null : order,
  };
}

export function playerOf(game: GameRecords, record: EventRecord, id: string): number {
  return (
    playerNumber(id) ?? refuse(game, record, `must name a player by eight letters or digits, not "${id}"`)
  );
}

/** The moment of a substitution. */
export interface SubstitutionMoment {
  readonly enteredInning: number;
  /** The number of plays before it. */
  readonly afterPlay: number;
}

/**
 * Makes all changes between two plays. Those of one team are one change: during a double switch or a shift of fielders, two players
 * may be in one place until the last record, whatever the other team announces in between.
 *
 * @returns sentences about unusual records
 */
export function substitute(
  lineup: Lineup,
  appearances: readonly Appearance[],
  moment: SubstitutionMoment,
): string[] {
  const teams = [...new Set(appearances.map(({ teamId }) => teamId))];
  return teams.flatMap((teamId) => {
    const own = appearances.filter((appearance) => appearance.teamId === teamId);
    const notices = own.flatMap((appearance) => makeChange(lineup, appearance, moment));
    lineup.endDisplaced(teamId);
    return notices;
  });
}

function makeChange(lineup: Lineup, appearance: Appearance, moment: SubstitutionMoment): string[] {
  const { teamId, playerId, battingOrder } = appearance;
  const removed = lineup.inSlot(teamId, battingOrder);
  const replaced = removed ?? lineup.lastInSlot(teamId, battingOrder);
  if (removed !== undefined) lineup.end(removed, moment.afterPlay);
  // A pitcher without a place in the order may take another player's place: then two entries end.
  for (const earlier of lineup.ofPlayer(teamId, playerId))
    if (!isOtherRole(earlier, appearance)) lineup.end(earlier, moment.afterPlay);
  lineup.add({ ...appearance, ...moment, replacingId: replaced?.id ?? null }, { isStarter: false });
  const hasLeftBefore = removed === undefined && replaced?.leftAfterPlay !== moment.afterPlay;
  if (!hasLeftBefore || battingOrder === null) return [];
  return [
    `nobody had place ${battingOrder} in the order when ${nameOf({ cardId: null, ...appearance })} came in`,
  ];
}

/** A pitcher can be his own designated hitter: he may leave the mound and still bat, or the other way round. */
function isOtherRole(earlier: FileLineupEntry, later: Appearance): boolean {
  const isPitcher = (one: Appearance | FileLineupEntry) => one.position === "P" && one.battingOrder === null;
  return (isPitcher(earlier) && later.position === "DH") || (isPitcher(later) && earlier.position === "DH");
}

type StarterRecord = Appearance & { readonly record: EventRecord };

/**
 * Enters the starting lineups: each team's batting order, then a pitcher who does not bat.
 *
 * @returns sentences about unusual records
 * @throws {ValidationError} if two players have one place
 */
export function addStarters(
  game: GameRecords,
  lineup: Lineup,
  starters: readonly StarterRecord[],
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
