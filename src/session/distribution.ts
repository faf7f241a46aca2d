import type { Connection } from "../connection/connection.js";
import type { ConnectionSettings } from "../connection/settings.js";

/** SQL condition: true on a distributed PostgreSQL. */
export const distributedCondition = "exists (select 1 from pg_catalog.pg_extension where extname = 'citus')";

/** Whether a database is distributed: asked once, on the first connection that needs to know. */
export class Distribution {
  /** Undefined until the server has answered. */
  isDistributed: boolean | undefined;

  constructor({ kind }: Pick<ConnectionSettings, "kind">) {
    if (kind === "embedded") this.isDistributed = false;
  }

  /** Never throws: when the server does not answer, the next statement reports why. */
  async ask(connection: Connection): Promise<boolean> {
    try {
      const { rows } = await connection.send({ text: `select ${distributedCondition}`, ownRequest: true });
      this.isDistributed = rows[0]?.[0] === true;
      return this.isDistributed;
    } catch {
      return false;
    }
  }
}
