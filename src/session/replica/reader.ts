import type { Statement } from "../../statements/statement.js";
import { assertWritable, type Executor } from "../executor.js";
import type { Replica } from "./replica.js";

/**
 * Runs reads whose answers may be a little old: on the replica if it is known to be fresh enough, otherwise on the primary. It
 * runs no writes. It comes from `database.reader()`, and need not be closed.
 */
export class Reader implements Executor {
  /** Always true: an operation that writes is refused. */
  readonly isReadOnly = true;
  readonly #primary: Executor;
  readonly #replica: Replica | undefined;
  readonly #within: number;

  /** @internal */
  constructor(primary: Executor, replica: Replica | undefined, within: number) {
    this.#primary = primary;
    this.#replica = replica;
    this.#within = within;
  }

  /** Runs one statement of this package. @throws {ReadOnlyError} when it writes; nothing was sent */
  async execute<Values, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    signal?: AbortSignal,
  ): Promise<Row[]> {
    if (statement.access === "write") assertWritable(this, statement.name);
    const rows = await this.#replica?.read(statement, values, this.#within, signal);
    return rows ?? this.#primary.execute(statement, values, signal);
  }
}
