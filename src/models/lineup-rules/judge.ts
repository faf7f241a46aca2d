import { isAtBat, isOver, type LineupMoment } from "./moment.js";
import {
  isFieldingPosition,
  nobodyWould,
  reasonsOfDesignatedHitter,
  reasonsOfEmptyPositions,
  reasonsOfEmptySlots,
  reasonsOfSharedPositions,
} from "./places.js";
import type { LineupPlan } from "./plan.js";
import { reasonsOfBatting } from "./reasons-of-batting.js";
import { reasonsOfPeople } from "./reasons-of-people.js";
import type { SubstitutionValues } from "./substitution.js";

/** Why the rules of the game do not allow a substitution: every reason, as sentences; none when they do. */
export function reasonsAgainst(
  moment: LineupMoment,
  substitution: SubstitutionValues,
  plan: LineupPlan,
): string[] {
  const { lineup } = plan;
  const reasons = [
    ...(isOver(moment.game) ? [`The game is over: it is ${moment.game.status}.`] : []),
    ...reasonsOfPeople(moment, substitution, plan),
    ...reasonsOfBatting(moment, plan),
    ...reasonsOfSharedPositions(lineup),
    ...reasonsOfEmptySlots(lineup),
    ...reasonsOfDesignatedHitter(lineup),
    ...(isAtBat(moment) ? reasonsOfLeaving(plan, substitution) : reasonsOfEmptyPositions(lineup)),
  ];
  return [...new Set(reasons)];
}

/** While the team bats its fielders may be incomplete, but nobody leaves a position that nobody takes. */
function reasonsOfLeaving({ ended, lineup }: LineupPlan, { leaves }: SubstitutionValues): string[] {
  return ended.flatMap(({ id, position }) => {
    if (!leaves.includes(id) || !isFieldingPosition(position)) return [];
    return lineup.some((entry) => entry.position === position) ? [] : [nobodyWould(position)];
  });
}
