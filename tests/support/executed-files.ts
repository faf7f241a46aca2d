import { type Profiler, Session } from "node:inspector/promises";
import { fileURLToPath } from "node:url";

/** A file of `src/`, and its functions that a call has executed. */
export interface ExecutedFile {
  /** Begins at `src/`: `session/database.ts`. */
  readonly path: string;
  readonly functions: readonly string[];
}

const sources = fileURLToPath(new URL("../../src/", import.meta.url));

/** The files of `src/` whose functions run during `call`, found by V8's coverage. Warm the call up first. */
export async function executedFiles(call: () => Promise<unknown>): Promise<readonly ExecutedFile[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    // Coverage counts from here; the counts of what ran before are dropped.
    await session.post("Profiler.takePreciseCoverage");
    await call();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return result.flatMap(executedFile).sort((one, other) => (one.path < other.path ? -1 : 1));
  } finally {
    await session.post("Profiler.stopPreciseCoverage").catch(() => {});
    session.disconnect();
  }
}

function executedFile({ url, functions }: Profiler.ScriptCoverage): ExecutedFile[] {
  const file = url.startsWith("file:") ? fileURLToPath(url) : url;
  if (!file.startsWith(sources)) return [];
  const executed = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
  if (executed.length === 0) return [];
  return [{ path: file.slice(sources.length), functions: executed.map(({ functionName }) => functionName) }];
}
