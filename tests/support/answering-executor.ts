import type { Executor } from "../../src/session/executor.js";
import type { Statement } from "../../src/statements/statement.js";

/** An executor without a database: it answers with given rows, and records the statements. */
export interface AnsweringExecutor extends Executor {
  readonly executed: { readonly name: string; readonly values: unknown }[];
}

/** @param answers the rows that each statement returns, by its name; other statements return none */
export function answeringExecutor(answers: Readonly<Record<string, unknown[]>> = {}): AnsweringExecutor {
  const executed: { name: string; values: unknown }[] = [];
  return {
    executed,
    async execute<Values, Row>({ name }: Statement<Values, Row>, values: Values): Promise<Row[]> {
      executed.push({ name, values });
      return (answers[name] ?? []) as Row[];
    },
  };
}
