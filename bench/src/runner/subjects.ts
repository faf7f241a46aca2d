import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { samePlay } from "../data/play.js";
import { tables } from "../data/tables.js";
import { Pgbench } from "../limits/pgbench.js";
import { PsqlCopy } from "../limits/psql-copy.js";
import type { Subject } from "../subjects/subject.js";
import { findProgram, versionOf } from "./programs.js";
import { type Runnable, WorkerProcess } from "./worker-process.js";

const execute = promisify(execFile);

const names = [
  ...[
    "dugout-recordPlay",
    "dugout-injected",
    "dugout-standalone",
    "dugout-copy",
    "pg",
    "postgres",
    "drizzle",
    "kysely",
  ],
  ...["prisma", "typeorm", "mikro-orm", "sequelize"],
];

export interface Subjects {
  readonly there: readonly Runnable[];
  /** What could not be measured on this machine, and why. */
  readonly missing: readonly string[];
  readonly versions: readonly string[];
}

/** Starts the subjects to be measured, each in a separate process. Part of a name is enough to choose one. */
export async function startSubjects(wanted: readonly string[]): Promise<Subjects> {
  const isWanted = (name: string) => wanted.length === 0 || wanted.some((word) => name.includes(word));
  const there: Runnable[] = [];
  const missing: string[] = [];
  const versions: string[] = [];
  const [pgbench, psql] = await Promise.all([findProgram("pgbench"), findProgram("psql")]);
  for (const way of ["one statement", "one statement, keys only", "pipelined", "one by one"] as const) {
    if (pgbench !== undefined) there.push(new Pgbench(pgbench, way));
  }
  if (pgbench === undefined) missing.push("pgbench: it is not installed (Debian: postgresql-contrib)");
  else versions.push(await versionOf(pgbench));
  if (psql === undefined) missing.push("psql \\copy: psql is not installed (Debian: postgresql-client)");
  else there.push(new PsqlCopy(psql));
  const main = fileURLToPath(new URL("../worker/main.js", import.meta.url));
  for (const name of names.filter(isWanted)) {
    const module = new URL(`../subjects/${name}.js`, import.meta.url).href;
    const { subject } = (await import(module)) as { subject: Subject };
    there.push(new WorkerProcess(name, subject.title, process.execPath, [main, name]));
  }
  const python = await findPython();
  if (python === undefined) missing.push("SQLAlchemy + asyncpg: no Python here has them");
  else {
    versions.push(python.versions);
    if (isWanted("sqlalchemy")) there.push(sqlAlchemy(python.program));
  }
  return { there: there.filter(({ name }) => isWanted(name)), missing, versions };
}

const bench = new URL("../../../../", import.meta.url);

function sqlAlchemy(python: string): Runnable {
  const worker = fileURLToPath(new URL("python/worker.py", bench));
  const parameters = [worker, JSON.stringify(tables), JSON.stringify(samePlay)];
  return new WorkerProcess("sqlalchemy", "SQLAlchemy + asyncpg", python, parameters);
}

/** The Python of bench/.venv, or the machine's own if it has the necessary packages. */
async function findPython() {
  const own = fileURLToPath(new URL(".venv/bin/python", bench));
  const isOwn = await access(own).then(
    () => true,
    () => false,
  );
  const program = isOwn ? own : "python3";
  const script = `import sys, sqlalchemy, asyncpg
print(f"Python {sys.version.split()[0]}, SQLAlchemy {sqlalchemy.__version__}, asyncpg {asyncpg.__version__}")`;
  return execute(program, ["-c", script]).then(
    ({ stdout }) => ({ program, versions: stdout.trim() }),
    () => undefined,
  );
}
