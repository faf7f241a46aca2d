import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { median } from "../runner/statistics.js";

const execute = promisify(execFile);
const times = 15;
const target = 100;

const script = `const from = performance.now(), cpu = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ wall: performance.now() - from, cpu: (user + system) / 1000 }));`;

/** Measures how long a program waits for `import("dugout")`, each time in a new process. */
export async function measureStartup(): Promise<string> {
  const runs: { wall: number; cpu: number }[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const given = ["--input-type=module", "--eval", script, import.meta.resolve("dugout")];
    const { stdout } = await execute(process.execPath, given);
    runs.push(JSON.parse(stdout) as { wall: number; cpu: number });
  }
  const wall = runs.map((run) => run.wall);
  const middle = median(wall);
  const verdict = middle < target ? "met" : "**missed**";
  return `\`import("dugout")\`: median ${middle.toFixed(0)} ms, least ${Math.min(...wall).toFixed(0)} ms, CPU ${median(runs.map((run) => run.cpu)).toFixed(0)} ms, of ${times} processes; target under ${target} ms: ${verdict}.`;
}
