export { reasonsAgainst } from "./judge.js";
export { leftAfter, lineupAt } from "./lineup-at.js";
export { type LineupMoment, momentOf, type TurnFacts } from "./moment.js";
export { isSamePerson, type NewEntry } from "./people.js";
export { isFieldingPosition } from "./places.js";
export { planSubstitution } from "./plan.js";
export * from "./starting-lineup.js";
export {
  type LineupChange,
  type Substitution,
  type SubstitutionValues,
  substitutionInput,
} from "./substitution.js";
