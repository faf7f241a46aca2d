import type { MigrationPart } from "../../src/migrations/migration-file.js";
import type { LintFinding } from "./finding.js";
import { lintRules } from "./lint-rules.js";

/** A comment `-- lint: allow <rule>, because <reason>`. */
interface Allowance {
  /** The line of the file. */
  readonly line: number;
  readonly text: string;
  /** Undefined if the comment is malformed. */
  readonly rule: string | undefined;
  /** The line of the statement below it. */
  readonly target: number;
}

const comment = /^\s*--/;
const lintComment = /^\s*--\s*lint\s*:\s*(.*)$/i;
const wellFormed = /^allow\s+([\w-]+),?\s+because\s+\S/i;
const form = "-- lint: allow <rule>, because <reason>";

/**
 * Removes the findings that a comment right above the statement allows, and reports invalid comments of this kind.
 *
 * @param findings what was found in this part
 */
export function applyAllowances<Found extends Omit<LintFinding, "file">>(
  part: MigrationPart,
  findings: readonly Found[],
) {
  const allowances = allowancesIn(part);
  const isAllowed = ({ line, rule }: Found) =>
    allowances.some((allowance) => allowance.target === line && allowance.rule === rule);
  return [
    ...findings.filter((finding) => !isAllowed(finding)),
    ...allowances.flatMap((allowance) => allowanceFindings(allowance, findings)),
  ];
}

function allowancesIn({ text, line: firstLine, statements }: MigrationPart): Allowance[] {
  const lines = text.split("\n");
  const withinStatement = new Set(
    statements.flatMap((statement) => statement.text.split("\n").map((_, index) => statement.line + index)),
  );
  return lines.flatMap((content, index) => {
    const said = lintComment.exec(content)?.[1];
    if (said === undefined || withinStatement.has(firstLine + index)) return [];
    const below = lines.slice(index).findIndex((other) => !comment.test(other));
    return [
      {
        line: firstLine + index,
        text: content.trim(),
        rule: wellFormed.exec(said)?.[1],
        target: below < 0 ? Number.POSITIVE_INFINITY : firstLine + index + below,
      },
    ];
  });
}

function allowanceFindings(
  { line, text, rule, target }: Allowance,
  findings: readonly Pick<LintFinding, "line" | "rule">[],
): Omit<LintFinding, "file">[] {
  const found = { line, statement: text };
  if (rule === undefined) {
    return [
      {
        ...found,
        rule: "allow-without-reason",
        danger: "This allows nothing: it names no rule, or gives no reason by which a reader could judge it.",
        safeWay: `write it as\n${form}`,
      },
    ];
  }
  if (!lintRules.some(({ name }) => name === rule)) {
    return [
      {
        ...found,
        rule: "allow-unknown-rule",
        danger: `There is no rule ${rule}, and so this allows nothing.`,
        safeWay: `name one of: ${lintRules.map(({ name }) => name).join(", ")}.`,
      },
    ];
  }
  if (findings.some((finding) => finding.line === target && finding.rule === rule)) return [];
  return [
    {
      ...found,
      rule: "allow-nothing",
      danger:
        `The statement right below gives no ${rule}, or there is none: what stands here would hide the next thing that ` +
        "is found.",
      safeWay: "take the comment out, or put it on the line right above the statement.",
    },
  ];
}
