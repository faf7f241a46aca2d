import type { Executor } from "../../session/executor.js";
import { sharedExecutor } from "../../session/shared-database.js";

/** What the operations of every area are performed on. Each area adds its methods to those of the one before. */
export abstract class OperationsTarget {
  /** @internal */
  protected readonly executor: Executor;

  /** @param target a database, a session or a savepoint's scope; left out, the database of `DATABASE_URL` */
  constructor(target: Executor = sharedExecutor) {
    this.executor = target;
  }
}
