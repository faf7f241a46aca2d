import {
  type FieldingPosition,
  fieldingPositions,
  type Position,
  positions,
} from "../../../src/rules/vocabulary.js";
import type { SourceRow } from "./row.js";

/** The two teams of a game as Chadwick's columns name them. */
export type Side = "AWAY" | "HOME";

/** The two teams' numbers. */
export type Teams = Readonly<Record<Side, number>>;

/** Chadwick writes 0 for the away team and 1 for the home team. */
export function sideOf(row: SourceRow, field: string): Side {
  const sides: readonly Side[] = ["AWAY", "HOME"];
  const code = row.number(field);
  return sides[code] ?? row.refuse(field, `must be 0 or 1, not ${code}`);
}

/** Fielders are numbered 1 to 9 from pitcher to right field; 10 to 12 are designated hitter, pinch hitter, pinch runner. */
export function positionOf(row: SourceRow, field: string): Position {
  const code = row.number(field);
  return positions[code - 1] ?? row.refuse(field, `must be a position from 1 to 12, not ${code}`);
}

const inTheField: ReadonlySet<Position> = new Set(fieldingPositions);

/** True for a place in the field, of which a team has one each; false for DH, PH and PR. */
export function isFieldingPosition(position: Position): position is FieldingPosition {
  return inTheField.has(position);
}

/** The columns of a play that name the fielders, by position. */
export const fielderFields: Readonly<Record<FieldingPosition, string>> = {
  P: "PIT_ID",
  C: "POS2_FLD_ID",
  "1B": "POS3_FLD_ID",
  "2B": "POS4_FLD_ID",
  "3B": "POS5_FLD_ID",
  SS: "POS6_FLD_ID",
  LF: "POS7_FLD_ID",
  CF: "POS8_FLD_ID",
  RF: "POS9_FLD_ID",
};

const ofRunners = (nameOf: (base: number) => string) => [nameOf(1), nameOf(2), nameOf(3)] as const;

/**
 * The columns of a play about the runners on first, second and third. They are named here, once: to look a column up by a
 * name that is built for each play is slow.
 */
export const runnerFields = {
  runner: ofRunners((base) => `BASE${base}_RUN_ID`),
  destination: ofRunners((base) => `RUN${base}_DEST_ID`),
  stealing: ofRunners((base) => `RUN${base}_SB_FL`),
  caughtStealing: ofRunners((base) => `RUN${base}_CS_FL`),
  pickedOff: ofRunners((base) => `RUN${base}_PK_FL`),
  responsiblePitcher: ofRunners((base) => `RUN${base}_RESP_PIT_ID`),
} as const;

/** Where the batter and the runners from first, second and third got to. */
export const destinationFields = ["BAT_DEST_ID", "RUN1_DEST_ID", "RUN2_DEST_ID", "RUN3_DEST_ID"] as const;

/** Chadwick's destinations: 4 scored, 5 scored on an unearned run, 6 scored on a run unearned for the team only. */
export const firstScoringDestination = 4;
const earnedDestination = 4;
export const teamUnearnedDestination = 6;

/** True for a run that is earned against the pitcher. */
export function isEarned(destination: number): boolean {
  return destination === earnedDestination || destination === teamUnearnedDestination;
}
