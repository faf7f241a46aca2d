import type { FilePlay } from "../../../src/import/game-file/game-file.js";
import { playDefaults } from "../../../src/statements/statement-columns.js";
import { countsOf } from "./counts.js";
import { creditOf } from "./credit.js";
import { descriptionOf } from "./description.js";
import { hitTypeOf } from "./hit-type.js";
import type { Lineup } from "./lineup.js";
import { movementOf } from "./movement.js";
import type { Names } from "./names.js";
import { peopleOf } from "./people.js";
import { responsibilityOf } from "./responsibility.js";
import type { SourceRow } from "./row.js";
import { situationOf } from "./situation.js";
import type { Teams } from "./vocabulary.js";

/** What all the plays of a game have in common. */
export interface PlayContext {
  readonly teams: Teams;
  readonly people: Names;
  readonly createdAt: Date;
}

/**
 * One play. `lineup` must be as it was at that moment.
 *
 * @throws {ValidationError} naming line and field
 */
export function playOf(
  event: SourceRow,
  lineup: Lineup,
  { teams, people, createdAt }: PlayContext,
): FilePlay {
  return {
    ...(playDefaults as unknown as FilePlay),
    playNumber: event.number("EVENT_ID"),
    ...situationOf(event),
    ...peopleOf(event, lineup, teams),
    ...movementOf(event),
    hitType: hitTypeOf(event),
    resultDescription: descriptionOf(event, people),
    playMetadata: { event: event.text("EVENT_TX") },
    createdAt,
    locked: true,
    complete: true,
    ...countsOf(event),
    ...responsibilityOf(event, lineup, teams),
    ...creditOf(event),
  };
}
