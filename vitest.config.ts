import { defineConfig } from "vitest/config";

const onServer = {
  globalSetup: ["tests/support/global-setup.ts"],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // Most files wait for a database more than they compute.
    maxWorkers: 4,
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], isolate: false } },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          // Loading Drizzle, zod and the embedded database anew for each file takes as long as its tests.
          isolate: false,
          ...onServer,
        },
      },
      // What breaks connections and kills processes has a process of its own.
      { test: { name: "faults", include: ["tests/faults/**/*.test.ts"], ...onServer } },
    ],
  },
});
