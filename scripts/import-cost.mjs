// Measures the CPU time of loading the built package, each time in a new process, compared with Node alone, pg, Drizzle and, if
// its folder is given, another build: npm run bench:import [-- <folder with another dist/>]
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const rounds = 11;
const root = fileURLToPath(new URL("..", import.meta.url));
const entry = (folder) => pathToFileURL(join(folder, "dist/index.js")).href;
const [other] = process.argv.slice(2);

const subjects = {
  "nothing (node alone)": "",
  'import("pg")': 'await import("pg");',
  'import("drizzle-orm/pg-core")': 'await import("drizzle-orm/pg-core");',
  'import("dugout")': `await import("${entry(root)}");`,
  ...(other && { [`import of ${other}`]: `await import("${entry(resolve(other))}");` }),
};

/** The CPU that a process has used until a program's last line, in milliseconds. */
function cpuOf(program) {
  const report = "const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);";
  const given = ["--input-type=module", "--eval", `${program}${report}`];
  return Number(execFileSync(process.execPath, given, { cwd: root, encoding: "utf8" }));
}

const figures = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
// In turn, so that other load on the machine affects all of them equally.
for (let round = 0; round < rounds; round += 1)
  for (const [name, program] of Object.entries(subjects)) figures[name].push(cpuOf(program));

const medians = Object.values(figures).map((all) => all.toSorted((one, two) => one - two)[rounds >> 1]);
const [alone] = medians;
for (const [index, name] of Object.keys(figures).entries()) {
  const median = medians[index];
  console.log(`${name}: ${median.toFixed(0)} ms, ${(median / alone).toFixed(2)} times node alone`);
}
if (other) console.log(`dugout to the other build: ${(medians[3] / medians[4]).toFixed(2)}`);
