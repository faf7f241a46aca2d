import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Most files wait for a database more than they compute.
    maxWorkers: 4,
    // A file that leaves something behind for the next must fail: nothing here may depend on a process of its own.
    isolate: false,
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts", "tests/faults/**/*.test.ts"],
          globalSetup: ["tests/support/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
