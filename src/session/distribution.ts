import type { Connection } from "../connection/connection.js";
import { isDistributed } from "../connection/session-settings.js";

/** Whether a database is distributed. A connection knows it, unless it is a pooler's: then it is asked once. */
export class Distribution {
  #isDistributed: boolean | undefined;

  /** Undefined until it is known. */
  get known(): boolean | undefined {
    return this.#isDistributed;
  }

  /** Never throws: where nothing is answered, what is sent next says why. */
  async of(connection: Connection): Promise<boolean> {
    this.#isDistributed ??= connection.isDistributed;
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
