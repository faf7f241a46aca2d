import type { Connection } from "../connection/connection.js";
import type { ConnectionSettings } from "../connection/settings.js";

/** True on a distributed PostgreSQL. */
export const isDistributed = "exists (select 1 from pg_catalog.pg_extension where extname = 'citus')";

/** Whether a database is distributed: asked once, on the first connection that needs to know. */
export class Distribution {
  #isDistributed: boolean | undefined;

  constructor({ kind }: Pick<ConnectionSettings, "kind">) {
    if (kind === "embedded") this.#isDistributed = false;
  }

  /** Undefined until it was asked. */
  get known(): boolean | undefined {
    return this.#isDistributed;
  }

  /** Never throws: where nothing is answered, what is sent next says why. */
  async of(connection: Connection): Promise<boolean> {
    if (this.#isDistributed !== undefined) return this.#isDistributed;
    try {
      const { rows } = await connection.send({ text: `select ${isDistributed}`, isApart: true });
      this.#isDistributed = rows[0]?.[0] === true;
    } catch {
      return false;
    }
    return this.#isDistributed;
  }
}
