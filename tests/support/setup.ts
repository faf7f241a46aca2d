import fc from "fast-check";
import { propertyRuns } from "./property-runs.js";

// Runs before each test file.
fc.configureGlobal({
  numRuns: propertyRuns(100),
  // CI judges the change and not the luck of the day: every run has the same inputs. Elsewhere each run has new ones.
  ...(process.env.CI ? { seed: 1 } : {}),
});
