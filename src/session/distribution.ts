import type { Connection } from "../connection/connection.js";
import { distributedCondition } from "../connection/session-settings.js";

/** Whether a database is distributed. Most connections know from their start that it is not; otherwise the server is asked once. */
export class Distribution {
  /** Undefined until it is known. */
  isDistributed: boolean | undefined;

  /** Never throws: if the server does not answer, the next statement reports why. */
  async ask(connection: Connection): Promise<boolean> {
    this.isDistributed = connection.isDistributed;
    if (this.isDistributed !== undefined) return this.isDistributed;
    try {
      const { rows } = await connection.send({ text: `select ${distributedCondition}`, ownRequest: true });
      this.isDistributed = rows[0]?.[0] === true;
      return this.isDistributed;
    } catch {
      return false;
    }
  }
}
