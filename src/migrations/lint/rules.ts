import type { LintRule } from "./rule.js";
import { columnRules } from "./rules/columns.js";
import { constraintRules } from "./rules/constraints.js";
import { dataRules } from "./rules/data.js";
import { distributedTableRules } from "./rules/distributed-tables.js";
import { inUseRules } from "./rules/in-use.js";
import { indexRules } from "./rules/indexes.js";
import { lockRules } from "./rules/locks.js";
import { nameRules } from "./rules/names.js";
import { shardingRules } from "./rules/sharding.js";
import { tableRules } from "./rules/tables.js";

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
