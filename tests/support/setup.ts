import fc from "fast-check";
import { propertyRuns } from "./property-runs.js";

// Runs before each test file.
fc.configureGlobal({ numRuns: propertyRuns(100) });
