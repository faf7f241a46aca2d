import type { Statement } from "../statements/statement.js";

/**
 * Whatever can run a statement: a database (each statement its own transaction), a session, or a savepoint.
 * Operations are written against this, and cannot know which of them they were given.
 */
export interface Executor {
  execute<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]>;
}
