import type { FileLineupEntry } from "../../../src/import/game-file/game-file.js";
import { playerIdOf } from "./identifiers.js";
import type { Lineup } from "./lineup.js";
import type { SourceRow } from "./row.js";
import { runnerFields, sideOf, type Teams } from "./vocabulary.js";

/**
 * Who answers for what happens, where that is not simply the batter and the pitcher: the batter who left with two
 * strikes, the pitcher who left in the middle of a plate appearance, and the pitchers who let the runners on base.
 *
 * @throws {ValidationError} when the play names somebody who has not been in the game
 */
export function responsibilityOf(event: SourceRow, lineup: Lineup, teams: Teams) {
  const battingSide = sideOf(event, "BAT_HOME_ID");
  const battingTeam = teams[battingSide];
  const fieldingTeam = teams[battingSide === "HOME" ? "AWAY" : "HOME"];
  const person = (field: string, teamId: number, isInRole: (entry: FileLineupEntry) => boolean) =>
    lineup.lastOf(teamId, playerIdOf(event, field), isInRole)?.id ??
    event.refuse(field, `is ${event.text(field)}, who has not been in the game in this role`);
  const other = (field: string, usual: string, find: () => number) =>
    event.text(field) === event.text(usual) ? null : find();
  const pitcher = (field: string) => person(field, fieldingTeam, ({ position }) => position === "P");
  const charged = (index: 0 | 1 | 2) =>
    event.text(runnerFields.runner[index]) === "" ? null : pitcher(runnerFields.responsiblePitcher[index]);
  return {
    responsibleBatterId: other("RESP_BAT_ID", "BAT_ID", () =>
      person("RESP_BAT_ID", battingTeam, ({ battingOrder }) => battingOrder !== null),
    ),
    responsiblePitcherId: other("RESP_PIT_ID", "PIT_ID", () => pitcher("RESP_PIT_ID")),
    onFirstPitcherId: charged(0),
    onSecondPitcherId: charged(1),
    onThirdPitcherId: charged(2),
  };
}
