import { Database } from "dugout";
import { importSeason } from "dugout/import";

// One process that imports a season once, and reports time, CPU and memory. Its parameters are the database's URL and the
// folder.
const [, , url, folder] = process.argv as unknown as [string, string, string, string];
const database = await Database.open(url);
const began = performance.now();
const used = process.cpuUsage();
const { games, plays, problems } = await importSeason(database, { paths: [folder] });
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(used);
await database.close();
console.log(
  JSON.stringify({
    games,
    plays,
    problems: problems.map(({ message }) => message),
    seconds,
    cpu: (user + system) / 1e6,
    // Node gives kilobytes.
    megabytes: process.resourceUsage().maxRSS / 1_024,
  }),
);
