import pg, { type CustomTypesConfig } from "pg";
import { DugoutError, StatementFailedError, StatementRefusedError } from "../errors/index.js";
import { type AfterError, afterError } from "./after-error.js";
import type { ExpectedAnswer } from "./answer-order.js";
import type { WireResult } from "./connection.js";
import { orderOn } from "./guard.js";
import { ofValue } from "./loss.js";
import { ProtocolViolation } from "./messages.js";
import { type Description, isOutdated, type PreparedStatements, preparedOn } from "./prepared-statements.js";
import { located } from "./values.js";

/** A statement of a request, with its values as they are sent, and whom to tell what became of it. */
export interface Asked {
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
  /** The prepared statement's name; undefined for one that is not kept. */
  readonly name: string | undefined;
  readonly types: CustomTypesConfig;
  /** True for a statement of ours, which reads or writes little: the whole of several takes no longer than one may. */
  readonly isBrief: boolean;
  /** How many columns the answer must have; undefined where the server says. */
  readonly columns?: number | undefined;
  readonly resolve: (result: WireResult) => void;
  readonly reject: (error: Error) => void;
}

/** What pg 8.23's connection has, and its type declarations leave out. */
interface WireConnection extends AfterError {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: object): void;
  bind(message: object): void;
  describe(message: object): void;
  execute(message: object): void;
  close(message: object): void;
  flush(): void;
  sync(): void;
  sendCopyFail(message: string): void;
}

interface FieldDescription {
  readonly name: string;
  readonly dataTypeID: number;
}

/** What has come of a statement's answer. */
interface Answer {
  command: string;
  rowCount: number | null;
  readonly rows: unknown[][];
  description: Description;
  /** Why a value could not be read. */
  unreadable: Error | undefined;
}

const nothingToRead: Description = { fields: [], parsers: [] };

const PgQuery = pg.Query as unknown as new (text: string) => object;
const unnamedPortal = { type: "P", name: "" };

/**
 * One or several statements with one Sync behind them: each is run only if all before it were. pg takes it for one of
 * its own queries, and tells it of each message of the answer; pg's have one statement each.
 */
export class Request extends PgQuery {
  /** For pg, which wraps it, so as to learn when the request is over. */
  callback: (error: Error | null) => void;
  readonly statements: readonly Asked[];
  readonly #answers: Answer[];
  readonly #parsed = new Set<string>();
  readonly #answered: (statements: number) => void;
  #prepared: PreparedStatements | undefined;
  #done = 0;
  #told = 0;

  /** @param answered told how many statements more are answered, each time that some are */
  constructor(statements: readonly Asked[], answered: (statements: number) => void) {
    // pg never sends this text; what traces a program's queries shows it.
    super(statements.map(({ text }) => text).join("; "));
    this.statements = statements;
    this.#answers = statements.map(noAnswer);
    this.#answered = answered;
    this.callback = (error) => this.#settle(error);
  }

  /** Called by pg, to have it sent. */
  submit(connection: WireConnection): void {
    this.#prepared = preparedOn(connection);
    const expected: ExpectedAnswer[] = [];
    connection.stream.cork();
    for (const [index, statement] of this.statements.entries()) {
      // Without it the answers would come all at once, and nobody could see that the server is at work.
      if (this.statements[index - 1]?.isBrief === false) connection.flush();
      expected.push(this.#write(connection, statement, index));
    }
    connection.sync();
    orderOn(connection)?.expect(expected);
    connection.stream.uncork();
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDescription[] }): void {
    const { types, name, columns = fields.length } = this.#statement;
    if (columns !== fields.length)
      throw new ProtocolViolation(
        `the server described ${fields.length} columns, and ${columns} were asked for`,
      );
    const parsers = fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, "text"));
    this.#answer.description = { fields, parsers };
    if (name !== undefined) this.#prepared?.describe(name, this.#answer.description);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const answer = this.#answer;
    if (answer.unreadable !== undefined) return;
    try {
      answer.rows.push(readRow(fields, answer.description));
    } catch (error) {
      answer.unreadable =
        error instanceof DugoutError
          ? error
          : new StatementFailedError("A value of the answer cannot be read.", { cause: error });
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const answer = this.#answer;
    const words = text.split(" ");
    const count = Number(words.at(-1));
    answer.command = words[0] as string;
    answer.rowCount = Number.isNaN(count) ? null : count;
    // DEALLOCATE, DISCARD ALL: what the caller's own SQL had the server forget is prepared again at its next use.
    if (answer.command === "DEALLOCATE" || text === "DISCARD ALL") this.#prepared?.doubtAll();
    this.#next();
  }

  handleEmptyQuery(): void {
    this.#next();
  }

  /** Nothing of ours sends a COPY's data this way; until it is told so, the server would wait for it. */
  handleCopyInResponse(connection: WireConnection): void {
    const refusal = "COPY FROM STDIN has no data to read here: insert rows, or import a season";
    this.#answer.unreadable = new StatementRefusedError(`${refusal}.`);
    connection.sendCopyFail(refusal);
    // While it waits for data, the server passes over a Sync, and is upset by anything else.
    if (this.#done === this.statements.length - 1) connection.sync();
  }

  handleCopyData(): void {}

  handleReadyForQuery(): void {
    this.callback(null);
  }

  /** What the server says of the statement under way, or pg of the connection: the rest is not run. */
  handleError(error: Error, connection: WireConnection): void {
    afterError(error, connection, () => this.callback(error));
  }

  get #statement(): Asked {
    return this.statements[this.#done] as Asked;
  }

  get #answer(): Answer {
    return this.#answers[this.#done] as Answer;
  }

  /** The last is answered when the server is ready again, and what a Sync commits is committed. */
  #next(): void {
    this.#done += 1;
    if (this.#done < this.statements.length) this.#tell(this.#done);
  }

  #tell(answered: number): void {
    this.#answered(answered - this.#told);
    this.#told = answered;
  }

  #write(connection: WireConnection, { text, values, name }: Asked, index: number): ExpectedAnswer {
    const preparation = name === undefined ? "parse" : this.#prepared?.prepare(name);
    if (preparation === "close and parse") connection.close({ type: "S", name });
    if (preparation !== "none") connection.parse({ text, name });
    if (preparation !== "none" && name !== undefined) this.#parsed.add(name);
    connection.bind({ statement: name, values });
    const description = name === undefined ? undefined : this.#prepared?.descriptionOf(name);
    if (description === undefined) connection.describe(unnamedPortal);
    else (this.#answers[index] as Answer).description = description;
    connection.execute({});
    const parsing = preparation === "none" ? "" : preparation === "parse" ? "1" : "31";
    return description === undefined
      ? { before: `${parsing}2T`, columns: undefined }
      : { before: `${parsing}2`, columns: description.fields.length };
  }

  /** Tells everyone, in order. An error after the last statement is that of the commit that a Sync can be. */
  #settle(error: Error | null): void {
    this.#tell(this.statements.length);
    const failed = error === null ? this.statements.length : Math.min(this.#done, this.statements.length - 1);
    for (const [index, { name, resolve, reject }] of this.statements.entries()) {
      const { command, rowCount, rows, description, unreadable } = this.#answers[index] as Answer;
      if (index >= failed && name !== undefined && this.#parsed.has(name)) this.#prepared?.doubt(name);
      if (index === failed && name !== undefined && isOutdated(error)) this.#prepared?.refused(name, error);
      if (error !== null && index >= failed) reject(index === failed ? (unreadable ?? error) : error);
      else if (unreadable !== undefined) reject(ofValue(unreadable));
      else resolve({ command, rowCount, rows, fields: description.fields });
    }
  }
}

function noAnswer(): Answer {
  return { command: "", rowCount: null, rows: [], description: nothingToRead, unreadable: undefined };
}

function readRow(texts: readonly (string | null)[], { fields, parsers }: Description): unknown[] {
  const row = new Array<unknown>(texts.length);
  let index = 0;
  try {
    for (; index < texts.length; index += 1) {
      const text = texts[index] as string | null;
      row[index] = text === null ? null : parsers[index]?.(text);
    }
    return row;
  } catch (error) {
    const known = fields.map(({ name }, place) => [name, texts[place]] as const);
    throw located(error, fields[index]?.name ?? "", known);
  }
}
