import { beforeAll, describe, it } from "vitest";
import { type FaultBench, faultBench } from "./fault-bench.js";
import { runCase } from "./fault-case.js";
import type { Step, Way } from "./fault-ways.js";
import { type Fault, faults, inWords } from "./faults.js";

/** Where only time shows that something is wrong, every case of a file waits at the same time. */
const slowFault: Fault = "swallowed";

/** Describes ways to write a play, with every fault at every step of each. */
export function atEveryStep(...ways: readonly Way[]): void {
  const bench = faultBench();
  const running = new Map<string, Promise<void>>();
  beforeAll(() => {
    for (const way of ways)
      for (const step of way.steps) running.set(way.name + step.name, begun(bench(), way, step));
  });
  describe.each(ways)("$name tells the truth, keeps all or nothing, and leaves the pool whole", (way) => {
    for (const fault of faults) {
      for (const step of stepsFor(way, fault)) {
        it(`when ${inWords[fault]} while ${step.name}`, () =>
          fault === slowFault ? running.get(way.name + step.name) : runCase(bench(), way, step, fault));
      }
    }
  });
}

function begun(bench: FaultBench, way: Way, step: Step): Promise<void> {
  const run = runCase(bench, way, step, slowFault);
  // Its test reports what it ended with; until then, nobody listens.
  run.catch(() => {});
  return run;
}

/** A delay while nothing is under way is no fault. */
function stepsFor({ steps }: Way, fault: Fault): readonly Step[] {
  return fault === "delayed" ? steps.filter((step) => "moment" in step) : steps;
}
