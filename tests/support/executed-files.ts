import { type Debugger, type Profiler, Session } from "node:inspector/promises";
import { fileURLToPath } from "node:url";

/** A file of `src/`, and the functions that a call has executed. */
export interface ExecutedFile {
  /** Begins at `src/`: `session/database.ts`. */
  readonly path: string;
  readonly functions: readonly string[];
}

const sources = fileURLToPath(new URL("../../src/", import.meta.url));
/** The form in which the test runner writes an export: a function that returns its current value. */
const exportGetter = /^(?:get)?\s*\(\)\s*(?:=>)?\s*\{\s*(?:try\s*\{)?\s*return [\w$.]+;?\s*\}/;

/** The files of `src/` whose functions run during the second of two calls, by V8's coverage. Warm the call up before. */
export async function executedFiles(call: () => Promise<unknown>): Promise<readonly ExecutedFile[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Debugger.enable");
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    // The connection is then known to be alive, and is not checked again.
    await call();
    // Resets the counts of what ran before.
    await session.post("Profiler.takePreciseCoverage");
    await call();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const executed: ExecutedFile[] = [];
    for (const script of result) {
      const path = pathOf(script);
      const functions = path === undefined ? [] : await executedFunctions(session, script);
      if (path !== undefined && functions.length > 0) executed.push({ path, functions });
    }
    return executed.sort((one, other) => (one.path < other.path ? -1 : 1));
  } finally {
    await session.post("Profiler.stopPreciseCoverage").catch(() => {});
    session.disconnect();
  }
}

function pathOf({ url }: Profiler.ScriptCoverage): string | undefined {
  const file = url.startsWith("file:") ? fileURLToPath(url) : url;
  return file.startsWith(sources) ? file.slice(sources.length) : undefined;
}

async function executedFunctions(
  session: Session,
  { scriptId, functions }: Profiler.ScriptCoverage,
): Promise<string[]> {
  const executed = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
  if (executed.length === 0) return [];
  const { scriptSource }: Debugger.GetScriptSourceReturnType = await session.post(
    "Debugger.getScriptSource",
    { scriptId },
  );
  return executed
    .filter(({ functionName, ranges: [range] }) => {
      const text = scriptSource.slice(range?.startOffset, range?.endOffset);
      return functionName !== "" || !exportGetter.test(text);
    })
    .map(({ functionName }) => functionName || "(anonymous)");
}
