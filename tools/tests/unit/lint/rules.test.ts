import { describe, expect, test } from "vitest";
import { lintRules } from "../../../lint/lint-rules.js";
import { columnCases } from "./cases/columns.js";
import { constraintCases } from "./cases/constraints.js";
import { distributedTableCases } from "./cases/distributed-tables.js";
import { indexCases } from "./cases/indexes.js";
import { shardingCases } from "./cases/sharding.js";
import { tableCases } from "./cases/tables.js";
import { lintUps } from "./lint-sql.js";

const cases = {
  ...{ ...indexCases, ...columnCases, ...constraintCases },
  ...{ ...tableCases, ...shardingCases, ...distributedTableCases },
};

const titled = (sql: string | readonly string[]) => [sql].flat().join(" / ");

describe.each(Object.entries(cases))("%s", (rule, { found, left }) => {
  test.each(found.map(([sql, ...phrases]) => [titled(sql), [sql].flat(), ...phrases] as const))(
    "is found in: %s",
    async (_, ups, danger, safeWay) => {
      const findings = (await lintUps(...ups)).filter((finding) => finding.rule === rule);
      expect(findings).not.toEqual([]);
      expect(findings.map((finding) => finding.danger).join("\n")).toContain(danger);
      expect(findings.map((finding) => finding.safeWay).join("\n")).toContain(safeWay);
    },
  );

  test.each(left.map((sql) => [titled(sql), [sql].flat()] as const))(
    "is not found in: %s",
    async (_, ups) => {
      expect((await lintUps(...ups)).filter((finding) => finding.rule === rule)).toEqual([]);
    },
  );
});

test("every rule has cases, and every case has a rule", () => {
  expect(Object.keys(cases).toSorted()).toEqual(lintRules.map(({ name }) => name).toSorted());
});
