import type { Pool } from "pg";

/** Keeps every statement that writes about a game waiting until it is released. */
export async function lockGame(admin: Pool, gameId: string): Promise<() => Promise<void>> {
  const client = await admin.connect();
  await client.query("begin");
  await client.query("select from games where id = $1 for update", [gameId]);
  return async () => {
    await client.query("rollback");
    client.release();
  };
}
