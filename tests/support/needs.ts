import type { TestOptions } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** Why the test is skipped: the reporter counts skipped tests by it. */
    skipReason?: string;
  }
}

/**
 * Options of tests that need something from outside the project. Where it is missing they are skipped, and the end of
 * the run says why: `describe("with PgBouncer", needs(isInstalled, "PgBouncer is not installed"), …)`.
 */
export function needs(isThere: boolean, reason: string): TestOptions {
  return isThere ? {} : { skip: true, meta: { skipReason: reason } };
}

/** The suite's own server asks for a password; a server of TEST_DATABASE_URL may not. */
export const needsPassword = needs(process.env.TEST_DATABASE_URL === undefined, "TEST_DATABASE_URL is set");

/** Root has all permissions, so these tests need another user. */
export const needsOrdinaryUser = needs(process.getuid?.() !== 0, "root may write to every folder");
