import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";
import type { Options } from "../runner/options.js";
import type { Measured, WirePerOperation } from "../runner/rounds.js";
import { serverSettings } from "../runner/server.js";
import { median, spread } from "../runner/statistics.js";
import type { Subjects } from "../runner/subjects.js";

/** One subject at one task: medians over the rounds. */
export interface Line {
  readonly subject: string;
  readonly perSecond: number;
  /** How far apart its slowest and its fastest round are, as a share of the median. */
  readonly spread: number;
  /** The median over the rounds of the ratio to the table's reference. */
  readonly ratio: number | null;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly wire: WirePerOperation | null;
}

export interface Table {
  /** `recordPlay/16/delayed`: the work, the clients, and whether through the delaying proxy. */
  readonly task: string;
  readonly reference: string;
  readonly lines: readonly Line[];
}

export interface Results {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly versions: readonly string[];
  readonly serverSettings: readonly string[];
  readonly settings: Options;
  readonly missing: readonly string[];
  readonly failures: readonly string[];
  readonly tables: readonly Table[];
}

/** The reference of each kind of work: the limit of the server where it is known, otherwise Dugout. */
const references = ["pgbench-one-statement", "psql-copy", "dugout-recordPlay", "dugout-injected"];

export function resultsOf(
  measured: Measured,
  { there, missing, versions }: Subjects,
  server: { readonly version: string },
  options: Options,
): Results {
  const titles = new Map(there.map(({ name, title }) => [name, title]));
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: `${cpus().length} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
    versions: [`Node ${process.versions.node}`, server.version, ...versions, ...packageVersions()],
    serverSettings,
    settings: options,
    missing,
    failures: measured.failures,
    tables: Object.entries(measured.figures).map(([task, ofSubjects]) =>
      tableOf(task, ofSubjects, measured.wire[task.split("/")[0] as string] ?? {}, titles),
    ),
  };
}

type OfSubjects = Measured["figures"][string];

function tableOf(
  task: string,
  ofSubjects: OfSubjects,
  wire: Readonly<Record<string, WirePerOperation>>,
  titles: ReadonlyMap<string, string>,
): Table {
  const reference = references.find((name) => ofSubjects[name]?.some((it) => it !== null)) ?? "";
  const lines = Object.entries(ofSubjects).flatMap(([name, rounds]): Line[] => {
    const whole = rounds.filter((figures) => figures !== null);
    if (whole.length === 0) return [];
    const of = (key: "perSecond" | "p50" | "p99") => median(whole.map((figures) => figures[key]));
    const known = (key: "cpu" | "memory") => {
      const values = whole.map((figures) => figures[key]).filter((value) => value !== null);
      return values.length === 0 ? null : median(values);
    };
    return [
      {
        subject: titles.get(name) ?? name,
        ...{ perSecond: of("perSecond"), p50: of("p50"), p99: of("p99") },
        ...{ cpu: known("cpu"), memory: known("memory") },
        spread: spread(whole.map(({ perSecond }) => perSecond)),
        ratio: ratioOf(ofSubjects, [name], [reference]),
        wire: wire[name] ?? null,
      },
    ];
  });
  return {
    task,
    reference: titles.get(reference) ?? reference,
    lines: lines.toSorted((one, other) => other.perSecond - one.perSecond),
  };
}

/** The median over the rounds of the ratio of the best of some subjects to the best of others. */
export function ratioOf(
  ofSubjects: OfSubjects,
  some: readonly string[],
  others: readonly string[],
): number | null {
  const rounds = Math.max(...Object.values(ofSubjects).map(({ length }) => length));
  const best = (names: readonly string[], round: number) =>
    Math.max(...names.map((name) => ofSubjects[name]?.[round]?.perSecond ?? 0));
  const ratios = Array.from({ length: rounds }, (_, round) => best(some, round) / best(others, round));
  const known = ratios.filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  return known.length === 0 ? null : median(known);
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

function packageVersions(): string[] {
  const text = execFileSync("npm", ["ls", "--json", "--depth=0"], {
    cwd: new URL("../../../../", import.meta.url),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, { version: string }> };
  return Object.entries(dependencies)
    .filter(([name]) => name !== "dugout")
    .map(([name, { version }]) => `${name} ${version}`);
}
