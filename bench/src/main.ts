import { writeReport } from "./report/write.js";
import { readOptions } from "./runner/options.js";
import { Rounds } from "./runner/rounds.js";
import { startServer } from "./runner/server.js";
import { startSubjects } from "./runner/subjects.js";
import { tasksOf } from "./runner/tasks.js";

const { options } = readOptions(process.argv.slice(2));

await using server = await startServer();
const subjects = await startSubjects(options.subjects);
try {
  const measured = await new Rounds(server, options).measure(subjects.there, tasksOf(options));
  await writeReport(measured, subjects, server, options);
} finally {
  await Promise.all(subjects.there.map((subject) => subject.end()));
}
