import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { SkipReporter } from "./tests/support/skip-reporter.js";

/**
 * What `npm test` leaves to `npm run test:full`: tests that kill processes and servers, start many, need other
 * programs, run all migrations many times, or repeat what others test on the embedded database, in a partitioned one or
 * with many games. A new test of that kind goes into one of these folders, or into this list.
 */
const full = [
  "tests/faults/**/*.test.ts",
  "tests/integration/{citus,docs,package,pooler,replica}/**/*.test.ts",
  "tests/integration/**/*embedded*.test.ts",
  "tests/integration/cli/{demo-watch,hostile-texts,migrate-program,migrate-sql}.test.ts",
  "tests/integration/connection/role-settings.test.ts",
  "tests/integration/migrations/{check-catalog,citus,data-survive,failing}.test.ts",
  "tests/integration/migrations/{index-under-load,many-processes,up-down}.test.ts",
  "tests/integration/schema/{added-column,dump-and-restore,seasons}.test.ts",
  "tests/integration/recovery/{many-games,real-games}.test.ts",
  "tests/integration/{rules,serve}/*.browser.test.ts",
  "tests/integration/session/{call-memory,close-at-any-moment}.test.ts",
  "tests/integration/stats/official-record.test.ts",
  "tests/integration/testing/examples.test.ts",
  "tools/tests/integration/**/*.test.ts",
];

export default defineConfig(({ mode }) => {
  /** Properties are tried in full with `--mode full` and in CI; PROPERTY_RUNS_SHARE says otherwise. */
  const runsShare = (isFull: boolean) => ({
    PROPERTY_RUNS_SHARE: process.env.PROPERTY_RUNS_SHARE ?? (isFull || process.env.CI ? "1" : "0.1"),
  });
  const shared = {
    setupFiles: ["tests/support/setup.ts"],
    env: runsShare(mode === "full"),
    // No test depends on how fast the machine is.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  };
  const onServer = {
    ...shared,
    setupFiles: [...shared.setupFiles, "tests/support/initialized-pglite.ts"],
    globalSetup: ["tests/support/global-setup.ts"],
  };
  return {
    test: {
      // More processes than cores load the same modules again; only the tests of the full suite mostly wait.
      maxWorkers: mode === "full" ? 4 : Math.min(4, availableParallelism()),
      reporters: [new SkipReporter(), "default"],
      projects: [
        {
          test: {
            ...shared,
            name: "unit",
            include: ["{tests,tools/tests}/unit/**/*.test.ts"],
            isolate: false,
          },
        },
        {
          test: {
            ...onServer,
            name: "integration",
            include: ["{tests,tools/tests}/integration/**/*.test.ts"],
            exclude: [...configDefaults.exclude, ...full],
            // Loading Drizzle, zod and the embedded database anew for each file takes as long as its tests.
            isolate: false,
          },
        },
        // What breaks connections and kills processes has a process of its own.
        { test: { ...onServer, name: "full", include: full, env: runsShare(true) } },
      ],
    },
  };
});
