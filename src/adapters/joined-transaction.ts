import { type DugoutError, TransactionAbortedError } from "../errors/errors.js";
import type { Executor } from "../session/executor.js";
import type { Statement } from "../statements/statement.js";
import { translateForeignFailure } from "./adapter-failures.js";
import { foreignRowReader } from "./adapter-values.js";

/** The part of a statement that sending it needs. */
export type SentStatement = Pick<Statement<never, unknown>, "name" | "text" | "columns">;

/** Sends a statement in another library's transaction; rows come back as arrays, or as objects keyed by column. */
type SendStatement = (statement: SentStatement, values: unknown[]) => PromiseLike<readonly object[]>;

interface JoinOptions {
  /** True when the library itself keeps statements in call order. */
  readonly queues?: boolean;
}

/** Another library's open transaction, in which operations run. The code that opened it ends it. */
export class JoinedTransaction implements Executor {
  readonly #send: SendStatement;
  readonly #queues: boolean;
  #last: Promise<unknown> = Promise.resolve();
  /** The first failure of a statement since one last succeeded. */
  #failure: DugoutError | undefined;

  constructor(send: SendStatement, { queues = false }: JoinOptions = {}) {
    this.#send = send;
    this.#queues = queues;
  }

  async execute<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
    const encoded = statement.encode(values);
    const rows = await this.#inOrder(() => this.#sendNow(statement, encoded, values));
    const read = readerFor(statement);
    return rows.map((row) => statement.decode(read(row)));
  }

  #inOrder<Result>(send: () => Promise<Result>): Promise<Result> {
    if (this.#queues) return send();
    const answer = this.#last.then(send);
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #sendNow(statement: SentStatement, encoded: unknown[], values: unknown): Promise<readonly object[]> {
    try {
      const rows = await this.#send(statement, encoded);
      this.#failure = undefined;
      return rows;
    } catch (error) {
      const { name } = statement;
      const failure = translateForeignFailure(error, { name, values, earlier: this.#failure });
      const isFirst = failure !== error && !(failure instanceof TransactionAbortedError);
      if (isFirst) this.#failure ??= failure;
      throw failure;
    }
  }
}

/** Computes a value once per statement, at its first use. */
export function perStatement<Made>(
  make: (statement: SentStatement) => Made,
): (statement: SentStatement) => Made {
  const made = new WeakMap<SentStatement, Made>();
  return (statement) => {
    const known = made.get(statement) ?? make(statement);
    made.set(statement, known);
    return known;
  };
}

const readerFor = perStatement(({ columns }) => foreignRowReader(columns));

/** A statement's text between its parameters, for libraries that number parameters themselves. */
export const partsOf = perStatement(({ text }): readonly string[] => text.split(/\$\d+/));

const places = perStatement(({ text }) =>
  (text.match(/\$\d+/g) ?? []).map((name) => Number(name.slice(1)) - 1),
);

/** The values of a statement in the order of the text: a value that occurs in the text several times is repeated. */
export function valuesBetween(
  statement: Parameters<typeof places>[0],
  values: readonly unknown[],
): readonly unknown[] {
  return places(statement).map((place) => values[place]);
}
