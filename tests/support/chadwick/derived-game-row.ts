import { SourceRow } from "./row.js";
import {
  destinationFields,
  fielderFields,
  firstScoringDestination,
  type Side,
  sideOf,
} from "./vocabulary.js";

const sides: readonly Side[] = ["AWAY", "HOME"];
const slots = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * What the plays and substitutions of a game tell of its row of `cwgame`: date, teams, score, and starting lineups.
 * What they do not tell (times, park, decisions) stands as unknown, as Chadwick writes it.
 *
 * @throws {ValidationError} when the plays are not those of a whole game, or do not show who started
 */
export function derivedGameRow(events: readonly SourceRow[], substitutions: readonly SourceRow[]): SourceRow {
  const [first] = events as [SourceRow, ...SourceRow[]];
  const cells = new Map<string, string>([...identityOf(first), ...unknown, ...finalScore(events)]);
  for (const side of sides) {
    const changes = substitutions.filter((row) => sideOf(row, "SUB_HOME_ID") === side);
    for (const [field, value] of startersOf(side, events, changes)) cells.set(field, value);
  }
  return new SourceRow(first.file, first.line, (field) => cells.get(field));
}

/** `CLE201611020`: the home team, the date, and 0 for a single game, or the number of a doubleheader's. */
function identityOf(first: SourceRow): [string, string][] {
  const [, date, number] = /^[A-Z0-9]{3}(\d{8})(\d)$/.exec(first.gameId) ?? [];
  if (date === undefined || number === undefined) {
    first.refuse(
      "GAME_ID",
      `must be a team, a date and a number, such as CLE201611020, not "${first.gameId}"`,
    );
  }
  return [
    ["GAME_ID", first.gameId],
    ["GAME_DT", date],
    ["GAME_CT", number],
    ["AWAY_TEAM_ID", first.text("AWAY_TEAM_ID")],
    ["HOME_TEAM_ID", first.text("HOME_TEAM_ID")],
  ];
}

const unknown: readonly [string, string][] = [
  ["START_GAME_TM", "0"],
  ["DAYNIGHT_PARK_CD", ""],
  ["MINUTES_GAME_CT", "0"],
  ["PARK_ID", ""],
  ["WIN_PIT_ID", ""],
  ["LOSE_PIT_ID", ""],
  ["SAVE_PIT_ID", ""],
];

/** The score before the last play, and the runs that scored on it. */
function finalScore(events: readonly SourceRow[]): [string, string][] {
  const last = events.at(-1) as SourceRow;
  const runs = destinationFields.filter((field) => last.number(field) >= firstScoringDestination).length;
  return sides.map((side) => {
    const before = last.number(`${side}_SCORE_CT`);
    return [`${side}_SCORE_CT`, String(sideOf(last, "BAT_HOME_ID") === side ? before + runs : before)];
  });
}

function startersOf(
  side: Side,
  events: readonly SourceRow[],
  changes: readonly SourceRow[],
): [string, string][] {
  const [first] = events as [SourceRow, ...SourceRow[]];
  const batted = events.filter((event) => sideOf(event, "BAT_HOME_ID") === side);
  const nine = slots.flatMap((slot): [string, string][] => {
    const { id, position } =
      removedFirst(changes, slot) ??
      battedFirst(batted, slot) ??
      first.refuse(
        "GAME_ID",
        `is of a game that does not show who batted in slot ${slot} of the ${side.toLowerCase()} team: a file of cwgame would`,
      );
    return [
      [`${side}_LINEUP${slot}_BAT_ID`, id],
      [`${side}_LINEUP${slot}_FLD_CD`, position],
    ];
  });
  const pitched = events.find((event) => sideOf(event, "BAT_HOME_ID") !== side);
  const pitcher =
    removedFirst(changes, 0)?.id ??
    pitched?.text(fielderFields.P) ??
    first.refuse("GAME_ID", `is of a game in which the ${side.toLowerCase()} team never pitched`);
  return [...nine, [`${side}_START_PIT_ID`, pitcher]];
}

/** Who had the slot before its first change: he started. */
function removedFirst(changes: readonly SourceRow[], slot: number) {
  const change = changes.find((row) => row.number("SUB_LINEUP_ID") === slot);
  return change && { id: change.text("REMOVED_ID"), position: change.text("REMOVED_FLD_CD") };
}

/** In a slot that never changed, whoever bats there started there. */
function battedFirst(batted: readonly SourceRow[], slot: number) {
  const event = batted.find((row) => row.number("BAT_LINEUP_ID") === slot);
  return event && { id: event.text("BAT_ID"), position: event.text("BAT_FLD_CD") };
}
