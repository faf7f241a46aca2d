import fc from "fast-check";
import { propertyRuns } from "./property-runs.js";

// Runs before each test file.
fc.configureGlobal({
  numRuns: propertyRuns(100),
  // In CI every run tries the same inputs, so that a failure comes from the change. Elsewhere each run tries new ones.
  ...(process.env.CI ? { seed: 1 } : {}),
});
