import { beforeAll, describe, it } from "vitest";
import { type FaultBench, faultBench } from "./fault-bench.js";
import { runCase } from "./fault-case.js";
import type { Step, Way } from "./fault-ways.js";
import { type Fault, faults, inWords } from "./faults.js";

/** A fault that is only noticed by a time limit: all cases of a file wait at the same time. */
const slowFault: Fault = "swallowed";

/** Describes ways to write a play, with every fault at every step of each. */
export function atEveryStep(...ways: readonly Way[]): void {
  const bench = faultBench();
  const running = new Map<string, Promise<void>>();
  beforeAll(() => {
    for (const way of ways)
      for (const step of way.steps) running.set(way.name + step.name, begun(bench(), way, step));
  });
  describe.each(ways)(
    "$name reports what happened, stores all or nothing, and leaves the pool intact",
    (way) => {
      for (const fault of faults) {
        for (const step of stepsFor(way, fault)) {
          it(`when ${inWords[fault]} while ${step.name}`, () =>
            fault === slowFault ? running.get(way.name + step.name) : runCase(bench(), way, step, fault));
        }
      }
    },
  );
}

function begun(bench: FaultBench, way: Way, step: Step): Promise<void> {
  const run = runCase(bench, way, step, slowFault);
  // The test reports the result later; until then the rejection must not be unhandled.
  run.catch(() => {});
  return run;
}

/** A delay is not a fault while nothing is being sent. */
function stepsFor({ steps }: Way, fault: Fault): readonly Step[] {
  return fault === "delayed" ? steps.filter((step) => "moment" in step) : steps;
}
