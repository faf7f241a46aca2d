import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Gives the demo a database: that of `DATABASE_URL`, or an embedded one in a temporary folder, which is always removed at
 * the end.
 */
export async function withDemoDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== "") {
    await work(given);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "dugout-demo-"));
  try {
    await work(`pglite:${join(folder, "database")}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
