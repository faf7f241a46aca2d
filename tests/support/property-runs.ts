/**
 * How often a property is tried: the count given in the full suite, a tenth of it in `npm test`. For a longer run, set
 * PROPERTY_RUNS_SHARE: `PROPERTY_RUNS_SHARE=100 npx vitest run tests/integration/model`.
 *
 * @param count the number of runs in the full suite
 */
export function propertyRuns(count: number): number {
  return Math.ceil(count * Number(process.env.PROPERTY_RUNS_SHARE ?? 1));
}
