import type { FileLineupEntry } from "../../../src/import/game-file/game-file.js";
import { playerIdOf } from "./identifiers.js";
import type { Lineup } from "./lineup.js";
import type { Names } from "./names.js";
import type { SourceRow } from "./row.js";
import { positionOf, sideOf, type Teams } from "./vocabulary.js";

/**
 * Makes all the changes that come before one play. They are one: in a double switch or a shift of fielders, two
 * players may stand in one place until the last change is made.
 *
 * @throws {ValidationError} when the player removed is not the one in the batting slot
 */
export function substitute(lineup: Lineup, rows: readonly SourceRow[], teams: Teams, people: Names): void {
  if (rows.length === 0) return;
  for (const row of rows) makeChange(lineup, row, teams[sideOf(row, "SUB_HOME_ID")], people);
  for (const teamId of Object.values(teams)) lineup.endDisplaced(teamId);
}

function makeChange(lineup: Lineup, row: SourceRow, teamId: number, people: Names): void {
  const slot = row.number("SUB_LINEUP_ID");
  const battingOrder = slot === 0 ? null : slot;
  const playerId = playerIdOf(row, "SUB_ID");
  const removed = removedBy(lineup, row, teamId, battingOrder);
  const afterPlay = row.number("EVENT_ID");
  lineup.end(removed, afterPlay);
  // A pitcher without a batting slot may take one, and somebody else's: then two entries end.
  for (const earlier of lineup.ofPlayer(teamId, playerId)) lineup.end(earlier, afterPlay);
  lineup.add(
    {
      teamId,
      playerId,
      playerName: people.get(row.text("SUB_ID")) ?? null,
      position: positionOf(row, "SUB_FLD_CD"),
      battingOrder,
      enteredInning: row.number("INN_CT"),
      afterPlay,
      replacingId: removed.id,
    },
    { isStarter: false },
  );
}

function removedBy(
  lineup: Lineup,
  row: SourceRow,
  teamId: number,
  battingOrder: number | null,
): FileLineupEntry {
  const removed = lineup.inSlot(teamId, battingOrder);
  if (removed?.playerId !== playerIdOf(row, "REMOVED_ID")) {
    row.refuse("REMOVED_ID", `is ${row.text("REMOVED_ID")}, who is not the one in this batting slot`);
  }
  return removed;
}
