import type { Reporter, TestModule } from "vitest/node";

/** Says at the end of a run, in one line, how many tests were skipped and why. */
export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests("skipped")) {
        const reason = test.meta().skipReason ?? "no reason given";
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
      }
    }
    if (counts.size === 0) return;
    const parts = [...counts].map(([reason, count]) => `${count} (${reason})`);
    console.log(`\nSkipped tests: ${parts.join(", ")}.`);
  }
}
