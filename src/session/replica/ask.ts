import type { WireQuery } from "../../connection/connection.js";
import { translateFailure } from "../failures.js";
import type { Lender } from "../lender.js";

/** Asks a server something of which the answer is one row. */
export async function ask(lender: Lender, query: WireQuery): Promise<readonly unknown[]> {
  const name = query.name ?? "a question";
  const { connection, done } = await lender.lend({ name });
  try {
    const { rows } = await connection.send(query);
    return rows[0] ?? [];
  } catch (error) {
    throw translateFailure(error, { name, mayHaveCommitted: false });
  } finally {
    connection.giveBack();
    done();
  }
}
