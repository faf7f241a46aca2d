import { measureCitus } from "./extras/citus.js";
import { measureEndurance } from "./extras/endurance.js";
import { measureFeed } from "./extras/feed/feed-targets.js";
import { measureImport } from "./extras/import.js";
import { measureSchema } from "./extras/schema.js";
import { measureScoring } from "./extras/scoring.js";
import { measureSize } from "./extras/size.js";
import { measureStartup } from "./extras/startup.js";
import { save, writeReport } from "./report/write.js";
import { type Given, readOptions } from "./runner/options.js";
import { Rounds } from "./runner/rounds.js";
import { BenchServer } from "./runner/server.js";
import { startSubjects } from "./runner/subjects.js";
import { tasksOf } from "./runner/tasks.js";

const given = readOptions(process.argv.slice(2));
if (given.extra === undefined) await measure(given);
else await measureExtra(given, given.extra);

async function measure({ options }: Given): Promise<void> {
  await using server = await BenchServer.start();
  const subjects = await startSubjects(options.subjects);
  try {
    const rounds = new Rounds(await server.createDatabase("bench"), options);
    await writeReport(await rounds.measure(subjects.there, tasksOf(options)), subjects, server, options);
  } finally {
    await Promise.all(subjects.there.map((subject) => subject.end()));
  }
}

async function measureExtra(given: Given, name: NonNullable<Given["extra"]>): Promise<void> {
  const { options } = given;
  const text = await extraText(given, name);
  await save(name, { date: new Date().toISOString(), settings: options, text }, { text, options });
  console.log(text);
}

async function extraText(
  { options, plays, folder }: Pick<Given, "options" | "plays" | "folder">,
  name: string,
): Promise<string> {
  if (name === "startup") return measureStartup();
  if (name === "scoring") return await measureScoring();
  if (name === "citus") return await measureCitus(options);
  await using server = await BenchServer.start();
  if (name === "feed") return await measureFeed(server, options);
  if (name === "import") return await measureImport(server, options, folder);
  if (name === "endurance") return await measureEndurance(server, plays ?? 1_000_000);
  const { there } = await startSubjects(
    name === "schema" ? ["dugout-recordPlay", "dugout-copy"] : ["dugout-recordPlay"],
  );
  try {
    const [dugout, copier] = there;
    if (dugout === undefined) throw new Error("dugout is not there");
    if (name === "schema" && copier !== undefined)
      return await measureSchema(server, [dugout, copier], options);
    return await measureSize(server, dugout, options, plays ?? 10_000_000);
  } finally {
    await Promise.all(there.map((subject) => subject.end()));
  }
}
