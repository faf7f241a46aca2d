import type { CustomTypesConfig, DatabaseError } from "pg";
import { DugoutError, StatementFailedError, StatementRefusedError } from "../errors/errors.js";
import type { WireResult } from "./connection.js";
import { isOutdated, markValueError, noSuchStatement } from "./driver-errors.js";
import { PgQuery } from "./pg-internals.js";
import type { AnswerOrder, ExpectedAnswer } from "./protocol-guard.js";
import { ProtocolViolation } from "./protocol-guard.js";
import { type ConnectionEvents, whenReadyForQuery } from "./simple-query.js";
import { type Description, readRow, type WireValue } from "./wire-values.js";

/** A statement of a request, its values as they are sent, and the promise of its caller. */
export interface PendingStatement {
  readonly text: string;
  readonly values: readonly WireValue[];
  /** The prepared statement's name; undefined for a statement that is not prepared under a name. */
  readonly name: string | undefined;
  readonly types: CustomTypesConfig;
  /** True for a statement of this package. These are short, so that several together stay within one time limit. */
  readonly isBrief: boolean;
  /** How many columns the answer must have; undefined for as many as the server describes. */
  readonly columns: number | undefined;
  /** In milliseconds; 0 for none. */
  readonly answerTimeout: number;
  readonly resolve: (result: WireResult) => void;
  readonly reject: (error: Error) => void;
}

/** What pg 8.23's connection has, and its type declarations leave out. */
interface PipelineConnection extends ConnectionEvents {
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

/** What has arrived of a statement's answer. */
interface Answer {
  command: string;
  rowCount: number | null;
  readonly rows: unknown[][];
  description: Description;
  /** Why a value could not be read. */
  unreadable: Error | undefined;
}

const noDescription: Description = { fields: [], parsers: [] };

const QueryBase = PgQuery as unknown as new (text: string) => object;
const unnamedPortal = { type: "P", name: "" };

/** What a request needs to know of its connection, and reports to it. */
export interface RequestContext {
  readonly prepared: PreparedStatements;
  /** Undefined where answers are not checked. */
  readonly order: AnswerOrder | undefined;
  /** Called with the number of statements that have been answered since the last call. */
  readonly onAnswered: (statements: number) => void;
  /** Called before the promises of all statements are settled. */
  readonly onSettled: () => void;
  /** The error for the caller of a statement that failed with this one. */
  readonly failureOf: (error: Error) => Error;
}

/**
 * One or several statements of the extended query protocol with one Sync behind them: each runs only if all before it
 * succeeded. To pg this is one query, to which it passes each message of the answer.
 */
export class PipelinedRequest extends QueryBase {
  /** pg replaces this with a function that also sends the next request. */
  callback: (error: Error | null) => void;
  readonly statements: readonly PendingStatement[];
  readonly #answers: Answer[];
  readonly #context: RequestContext;
  readonly #parsed = new Set<string>();
  #answered = 0;
  #reported = 0;

  constructor(statements: readonly PendingStatement[], context: RequestContext) {
    // pg never sends this text. Tools that trace a program's queries show it.
    super(statements.map(({ text }) => text).join("; "));
    this.statements = statements;
    this.#answers = statements.map(emptyAnswer);
    this.#context = context;
    this.callback = (error) => this.#settle(error);
  }

  /** Called by pg to send the request. */
  submit(connection: PipelineConnection): void {
    const expected: ExpectedAnswer[] = [];
    connection.stream.cork();
    for (const [index, statement] of this.statements.entries()) {
      // Without a Flush, all answers arrive at the end, and a server that is busy looks like one that hangs.
      if (this.statements[index - 1]?.isBrief === false) connection.flush();
      expected.push(this.#write(connection, statement, index));
    }
    connection.sync();
    this.#context.order?.expect(expected);
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
    if (name !== undefined) this.#context.prepared.describe(name, this.#answer.description);
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
    // Statements that the caller's SQL has deallocated are prepared again at their next use.
    if (answer.command === "DEALLOCATE" || text === "DISCARD ALL") this.#context.prepared.invalidateAll();
    this.#next();
  }

  handleEmptyQuery(): void {
    this.#next();
  }

  /** No data is sent for a COPY. The server waits for it until it gets a CopyFail. */
  handleCopyInResponse(connection: PipelineConnection): void {
    const refusal = "COPY FROM STDIN has no data to read here: insert rows, or import a season";
    this.#answer.unreadable = new StatementRefusedError(`${refusal}.`);
    connection.sendCopyFail(refusal);
    // While it waits for data, the server ignores a Sync, and reports anything else as an error.
    if (this.#answered === this.statements.length - 1) connection.sync();
  }

  handleCopyData(): void {}

  handleReadyForQuery(): void {
    this.callback(null);
  }

  /** An error of the server about the current statement, or of pg about the connection. The statements behind it do not run. */
  handleError(error: Error, connection: PipelineConnection): void {
    whenReadyForQuery(error, connection, () => this.callback(error));
  }

  get #statement(): PendingStatement {
    return this.statements[this.#answered] as PendingStatement;
  }

  get #answer(): Answer {
    return this.#answers[this.#answered] as Answer;
  }

  /** The last statement counts as answered only at ReadyForQuery: a Sync may commit, and this is the answer to it. */
  #next(): void {
    this.#answered += 1;
    if (this.#answered < this.statements.length) this.#report(this.#answered);
  }

  #report(answered: number): void {
    this.#context.onAnswered(answered - this.#reported);
    this.#reported = answered;
  }

  #write(
    connection: PipelineConnection,
    { text, values, name }: PendingStatement,
    index: number,
  ): ExpectedAnswer {
    const { prepared } = this.#context;
    const preparation = name === undefined ? "parse" : prepared.prepare(name);
    if (preparation === "close and parse") connection.close({ type: "S", name });
    if (preparation !== "none") connection.parse({ text, name });
    if (preparation !== "none" && name !== undefined) this.#parsed.add(name);
    connection.bind({ statement: name, values });
    const description = name === undefined ? undefined : prepared.descriptionOf(name);
    if (description === undefined) connection.describe(unnamedPortal);
    else (this.#answers[index] as Answer).description = description;
    connection.execute({});
    const parsing = preparation === "none" ? "" : preparation === "parse" ? "1" : "31";
    return description === undefined
      ? { before: `${parsing}2T`, columns: undefined }
      : { before: `${parsing}2`, columns: description.fields.length };
  }

  /** Settles the promises in order. An error after the last statement is one of the commit by Sync. */
  #settle(error: Error | null): void {
    const { prepared, onSettled, failureOf } = this.#context;
    this.#report(this.statements.length);
    onSettled();
    const failed =
      error === null ? this.statements.length : Math.min(this.#answered, this.statements.length - 1);
    for (const [index, { name, resolve, reject }] of this.statements.entries()) {
      const { command, rowCount, rows, description, unreadable } = this.#answers[index] as Answer;
      if (index >= failed && name !== undefined && this.#parsed.has(name)) prepared.invalidate(name);
      if (index === failed && name !== undefined && isOutdated(error)) prepared.refused(name, error);
      if (error !== null && index >= failed)
        reject(failureOf(index === failed ? (unreadable ?? error) : error));
      else if (unreadable !== undefined) reject(failureOf(markValueError(unreadable)));
      else resolve({ command, rowCount, rows, fields: description.fields });
    }
  }
}

function emptyAnswer(): Answer {
  return { command: "", rowCount: null, rows: [], description: noDescription, unreadable: undefined };
}

/** What a request must send before it can use a prepared statement. */
type Preparation = "none" | "parse" | "close and parse";

/**
 * The prepared statements of one connection. An answer is described once: PostgreSQL refuses to run a prepared statement
 * whose columns have changed, so the first description stays valid as long as the statement does.
 */
export class PreparedStatements {
  readonly #names = new Set<string>();
  readonly #invalid = new Set<string>();
  readonly #descriptions = new Map<string, Description>();

  /** Adds a statement, which the request that is being written prepares. */
  prepare(name: string): Preparation {
    if (this.#names.has(name)) return "none";
    this.#names.add(name);
    this.#descriptions.delete(name);
    return this.#invalid.delete(name) ? "close and parse" : "parse";
  }

  /** Has a statement prepared again before its next use: it may be outdated, or may not exist on the server. */
  invalidate(name: string): void {
    this.#names.delete(name);
    this.#descriptions.delete(name);
    this.#invalid.add(name);
  }

  invalidateAll(): void {
    for (const name of [...this.#names]) this.invalidate(name);
  }

  /** Notes that the server refused a statement because of something that happened since it was prepared. */
  refused(name: string, error: DatabaseError): void {
    // If the server has deallocated one statement, it may have deallocated all.
    if (error.code === noSuchStatement) this.invalidateAll();
    else this.invalidate(name);
  }

  descriptionOf(name: string): Description | undefined {
    return this.#descriptions.get(name);
  }

  describe(name: string, description: Description): void {
    this.#descriptions.set(name, description);
  }
}
