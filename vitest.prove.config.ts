import { defineConfig } from "vitest/config";

/** Proofs over whole seasons: `npm run prove`. They take minutes, and print what they compared. */
export default defineConfig({
  test: {
    include: ["tests/prove/**/*.test.ts"],
    globalSetup: ["tests/support/global-setup.ts"],
    fileParallelism: false,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
});
