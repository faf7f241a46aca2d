import type { Bench } from "../library.js";
import { describeAborted } from "./aborted.js";
import { describeEveryOperation } from "./every-operation.js";
import { describeOutcomes } from "./outcomes.js";
import { describeRefusals } from "./refusals.js";

/** What every adapter must do. */
export function describeAdapter(bench: Bench): void {
  describeEveryOperation(bench);
  describeOutcomes(bench);
  describeRefusals(bench);
  describeAborted(bench);
}
