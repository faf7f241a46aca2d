import { describe, expect, it } from "vitest";
import { RunModel } from "../../../../src/stats/value/run-model.js";
import { tableOf } from "../../../support/run-tables.js";

describe("a state that", () => {
  const model = new RunModel(
    tableOf((bases, outs) => {
      if (outs === 2) return [];
      return bases === 0 ? [3, 1] : bases === 1 && outs === 0 ? [2, 0, 2] : [];
    }),
  );

  it("occurred has the distribution of the runs that followed it", () => {
    expect(model.distribution({ bases: 0, outs: 1 })).toEqual([0.75, 0.25]);
    expect(model.expected({ bases: 1, outs: 0 })).toBe(1);
  });

  it("never occurred has the distribution of all states with the same number of outs", () => {
    expect(model.distribution({ bases: 7, outs: 0 })).toEqual([5 / 8, 1 / 8, 2 / 8]);
    expect(model.expected({ bases: 7, outs: 1 })).toBe(0.25);
  });

  it("never occurred, like all with the same number of outs, has the distribution of all states", () => {
    expect(model.distribution({ bases: 7, outs: 2 })).toEqual([8 / 12, 2 / 12, 2 / 12]);
  });
});
