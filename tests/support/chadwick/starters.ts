import { playerIdOf, teamIdOf } from "./identifiers.js";
import type { Lineup } from "./lineup.js";
import type { Names } from "./names.js";
import type { SourceRow } from "./row.js";
import { positionOf, type Side } from "./vocabulary.js";

const battingSlots = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Adds a team's starting nine, and its pitcher when he does not bat. */
export function addStarters(lineup: Lineup, game: SourceRow, side: Side, people: Names): void {
  const teamId = teamIdOf(game, `${side}_TEAM_ID`);
  const start = { teamId, enteredInning: 1, afterPlay: 0, replacingId: null };
  for (const battingOrder of battingSlots) {
    const idField = `${side}_LINEUP${battingOrder}_BAT_ID`;
    const position = positionOf(game, `${side}_LINEUP${battingOrder}_FLD_CD`);
    lineup.add({ ...start, ...person(game, idField, people), position, battingOrder }, { isStarter: true });
  }
  if (lineup.fielder(teamId, "P") !== undefined) return;
  const pitcher = person(game, `${side}_START_PIT_ID`, people);
  lineup.add({ ...start, ...pitcher, position: "P", battingOrder: null }, { isStarter: true });
}

function person(game: SourceRow, field: string, people: Names) {
  return { playerId: playerIdOf(game, field), playerName: people.get(game.text(field)) ?? null };
}
