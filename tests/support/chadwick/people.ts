import { fieldingPositions } from "../../../src/rules/vocabulary.js";
import { playerIdOf } from "./identifiers.js";
import type { Lineup } from "./lineup.js";
import type { SourceRow } from "./row.js";
import { fielderFields, positionOf, runnerFields, sideOf, type Teams } from "./vocabulary.js";

/**
 * The people of a play, as entries of the lineup at that moment.
 *
 * @throws {ValidationError} when the play names somebody whom the substitutions do not put there
 */
export function peopleOf(event: SourceRow, lineup: Lineup, teams: Teams) {
  const battingSide = sideOf(event, "BAT_HOME_ID");
  const fieldingTeam = teams[battingSide === "HOME" ? "AWAY" : "HOME"];
  const fielders = fieldersOf(event, lineup, fieldingTeam);
  const onBase = (field: string) =>
    event.text(field) === "" ? null : batterOf(event, field, lineup, teams[battingSide]);
  const runners = {
    onFirstId: onBase("BASE1_RUN_ID"),
    onSecondId: onBase("BASE2_RUN_ID"),
    onThirdId: onBase("BASE3_RUN_ID"),
  };
  return {
    batterId: batterOf(event, "BAT_ID", lineup, teams[battingSide]),
    pitcherId: fielders.get("P") ?? event.refuse("PIT_ID", "is missing"),
    catcherId: fielders.get("C") ?? null,
    defenderId: defenderOf(event, fielders),
    runnerId: concernedRunnerOf(event, runners),
    ...runners,
  };
}

function batterOf(event: SourceRow, field: string, lineup: Lineup, teamId: number): number {
  const entry = lineup.batter(teamId, playerIdOf(event, field));
  return (
    entry?.id ??
    event.refuse(field, `is ${event.text(field)}, whom the substitutions do not have in the game`)
  );
}

/** All nine are compared with the lineup, so that a substitution that got lost does not go unnoticed. */
function fieldersOf(event: SourceRow, lineup: Lineup, teamId: number): ReadonlyMap<string, number> {
  const fielders = new Map<string, number>();
  for (const position of fieldingPositions) {
    const field = fielderFields[position];
    if (event.text(field) === "") continue;
    const entry = lineup.fielder(teamId, position);
    if (entry?.playerId !== playerIdOf(event, field)) {
      event.refuse(field, `is ${event.text(field)}, whom the substitutions do not have at ${position}`);
    }
    fielders.set(position, entry.id);
  }
  return fielders;
}

/** Who fielded the ball first, or else who made the first error; 0 means nobody. */
function defenderOf(event: SourceRow, fielders: ReadonlyMap<string, number>): number | null {
  const field = ["FLD_CD", "ERR1_FLD_CD"].find((candidate) => event.number(candidate) !== 0);
  return field === undefined ? null : (fielders.get(positionOf(event, field)) ?? null);
}

interface Runners {
  readonly onFirstId: number | null;
  readonly onSecondId: number | null;
  readonly onThirdId: number | null;
}

const concerns = [0, 1, 2].map((index) =>
  [runnerFields.stealing, runnerFields.caughtStealing, runnerFields.pickedOff].map(
    (fields) => fields[index] as string,
  ),
);

/** The first runner, from first base on, who steals, is caught stealing or is picked off. */
function concernedRunnerOf(event: SourceRow, { onFirstId, onSecondId, onThirdId }: Runners): number | null {
  const concerned = [onFirstId, onSecondId, onThirdId].find((_, index) => {
    return event.countFlags(concerns[index] ?? []) > 0;
  });
  return concerned ?? null;
}
