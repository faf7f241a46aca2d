import type { SourceRow } from "./row.js";
import { destinationFields, isEarned, runnerFields, teamUnearnedDestination } from "./vocabulary.js";

const numbered = (most: number, nameOf: (number: number) => string) =>
  Array.from({ length: most }, (_, index) => nameOf(index + 1));
const putoutFields = numbered(3, (number) => `PO${number}_FLD_CD`);
const assistFields = numbered(10, (number) => `ASS${number}_FLD_CD`);
const errorFields = numbered(3, (number) => `ERR${number}_FLD_CD`);

/** Who of several gets the credit or the blame: the runners who steal, those whose runs are earned, the fielders. */
export function creditOf(event: SourceRow) {
  const runners = (fields: readonly string[]) => codeOf(fields.map((field) => event.flag(field)));
  const [batter, ...runs] = destinationFields.map((field) => event.number(field));
  return {
    stolenBaseCode: runners(runnerFields.stealing),
    caughtStealingCode: runners(runnerFields.caughtStealing),
    earnedRunCode: codeOf([...runs, batter ?? 0].map(isEarned)),
    teamUnearnedRuns: [batter, ...runs].filter((destination) => destination === teamUnearnedDestination)
      .length,
    putoutPositions: fieldersOf(event, putoutFields),
    assistPositions: fieldersOf(event, assistFields),
    errorPositions: fieldersOf(event, errorFields),
    doublePlay: event.flag("DP_FL") ? 1 : 0,
    triplePlay: event.flag("TP_FL") ? 1 : 0,
  };
}

/** The first is 1, the second 2, the third 4, the fourth 8, added up. */
function codeOf(flags: readonly boolean[]): number {
  return flags.reduce((code, isIn, index) => code + (isIn ? 2 ** index : 0), 0);
}

/** Chadwick writes 0 for nobody, and has some of the later columns only in its longest form. */
function fieldersOf(event: SourceRow, fields: readonly string[]): string | null {
  const fielders = fields.filter((field) => event.has(field)).map((field) => event.number(field));
  return fielders.filter((fielder) => fielder > 0).join("") || null;
}
