import fc from "fast-check";
import { vi } from "vitest";
import { propertyRuns } from "./property-runs.js";

// Runs before each test file.
fc.configureGlobal({ numRuns: propertyRuns(100) });

// Most of the time of an embedded database goes into initdb.
vi.mock("@electric-sql/pglite", async (original) => {
  const module = await original<typeof import("@electric-sql/pglite")>();
  const { InitializedPGlite } = await import("./initialized-pglite.js");
  return { ...module, PGlite: InitializedPGlite };
});
