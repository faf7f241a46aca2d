import { dueSlot, isAtBat, type LineupMoment, runnersOf } from "./moment.js";
import { nameOf } from "./people.js";
import type { Entrance, LineupPlan } from "./plan.js";

/** What is wrong with those who come in to bat or to run. */
export function reasonsOfBatting(moment: LineupMoment, { entrances }: LineupPlan): string[] {
  return entrances.flatMap((entrance) => {
    if (entrance.entry.position === "PH") return reasonsOfPinchHitter(moment, entrance);
    if (entrance.entry.position === "PR") return reasonsOfPinchRunner(moment, entrance);
    return [];
  });
}

function reasonsOfPinchHitter(moment: LineupMoment, { replaced, entry }: Entrance): string[] {
  const cannot = `${nameOf(entry)} cannot bat for ${nameOf(replaced)}`;
  if (!isAtBat(moment)) return [`${cannot}: the team is in the field.`];
  const slot = dueSlot(moment);
  if (replaced.battingOrder === slot) return [];
  const due = moment.entries.find(({ isActive, battingOrder }) => isActive && battingOrder === slot);
  return [`${cannot}: ${due === undefined ? "somebody else" : nameOf(due)} is due to bat.`];
}

function reasonsOfPinchRunner(moment: LineupMoment, { replaced, entry }: Entrance): string[] {
  if (runnersOf(moment).some(({ id }) => id === replaced.id)) return [];
  return [`${nameOf(entry)} cannot run for ${nameOf(replaced)}, who is not on base.`];
}
