import type { LintRule } from "./lint-rule.js";
import { columnRules } from "./rules/column-rules.js";
import { constraintRules } from "./rules/constraint-rules.js";
import { dataRules } from "./rules/data-rules.js";
import { distributedTableRules } from "./rules/distributed-table-rules.js";
import { inUseRules } from "./rules/in-use-rules.js";
import { indexRules } from "./rules/index-rules.js";
import { lockRules } from "./rules/lock-rules.js";
import { nameRules } from "./rules/name-rules.js";
import { shardingRules } from "./rules/sharding-rules.js";
import { tableRules } from "./rules/table-rules.js";

/** Every rule. */
export const lintRules: readonly LintRule[] = [
  ...indexRules,
  ...columnRules,
  ...constraintRules,
  ...tableRules,
  ...inUseRules,
  ...dataRules,
  ...lockRules,
  ...nameRules,
  ...shardingRules,
  ...distributedTableRules,
];
