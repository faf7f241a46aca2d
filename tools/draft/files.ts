import { placeholder, withCommentsOf } from "./comments.js";
import type { TwoSchemas } from "./read.js";
import { type Stages, stagesBetween } from "./stages.js";
import { indexStatementsBetween, statementsBetween, withoutAdvice } from "./statements.js";

/** A migration file to be finished by hand. */
export interface Draft {
  /** Such as `002_add_scouts.sql`. */
  readonly fileName: string;
  readonly content: string;
}

/** The migrations from one schema to the other, with names that say what they do, numbered from `number`. */
export function draftsBetween(
  { migrated, modelled }: TwoSchemas,
  { name, number }: { readonly name: string; readonly number: number },
): Draft[] {
  return stepsOf(stagesBetween(migrated, withCommentsOf(modelled, migrated)))
    .filter(({ up }) => up.length > 0)
    .map((step, index, all) => ({
      fileName: `${`${number + index}`.padStart(3, "0")}_${name}${index === 0 ? "" : step.suffix}.sql`,
      content: contentOf(step, index, all.length),
    }));
}

interface Step {
  readonly suffix: string;
  readonly up: readonly string[][];
  readonly down: readonly string[][];
  /** The text after the parts' titles. */
  readonly remark: string;
}

function stepsOf({ before, changed, indexed, after }: Stages): Step[] {
  const proven = indexed.map((object) =>
    object.kind === "constraint" ? { ...object, isValidated: true } : object,
  );
  return [
    {
      suffix: "",
      remark: "",
      up: statementsBetween(before, changed),
      down: withoutAdvice(statementsBetween(changed, before)),
    },
    {
      suffix: "_indexes",
      remark: " (no transaction)",
      up: indexStatementsBetween(changed, indexed),
      down: withoutAdvice(indexStatementsBetween(indexed, changed)),
    },
    {
      suffix: "_validation",
      remark: "",
      up: [...statementsBetween(indexed, proven), ...statementsBetween(proven, after)],
      down: withoutAdvice(statementsBetween(after, indexed)),
    },
  ];
}

function contentOf({ up, down, remark }: Step, index: number, count: number): string {
  const [upText, downText] = [up, down].map((groups) => groups.map((group) => group.join("\n")).join("\n\n"));
  const all = `${upText}\n${downText}`;
  const head = [
    "-- Drafted from the models: say here what it is for and why, and finish it.",
    ...(count > 1
      ? [`-- Part ${index + 1} of ${count}: they are apart so that no table in use is locked for long.`]
      : []),
    ...(all.includes(placeholder) ? ["-- Say in a sentence what each table and column is."] : []),
    ...(/^-- /m.test(all) ? ["-- Read the remarks below, do what they say, and take them out."] : []),
  ];
  return `${head.join("\n")}\n\n-- Up Migration${remark}\n\n${upText}\n\n-- Down Migration${remark}\n\n${downText}\n`;
}
