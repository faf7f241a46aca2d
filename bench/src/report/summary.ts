import { tableOf } from "./markdown.js";
import type { Line, Results } from "./results.js";

const head = [
  "",
  "plays/s, 1 client",
  "plays/s, 16 clients",
  "round trips a play",
  "client CPU a play, 16 clients",
  "games loaded/s, 16 clients",
];
const ours = "dugout, recordPlay";
const limit = "pgbench, one statement";
const variant = /^(dugout|pgbench), /;

/**
 * The table that README.md and docs/performance.md show: Dugout first, then the other libraries, and last the limit of the
 * server.
 *
 * @throws when a run does not contain what the table shows
 */
export function summaryOf(results: Results): string {
  const one = linesOf(results, "recordPlay/1");
  const sixteen = linesOf(results, "recordPlay/16");
  const loading = linesOf(results, "loadGame/16");
  const libraries = [...sixteen.keys()].filter((subject) => !variant.test(subject));
  const rows = [ours, ...libraries, limit].map((subject) => {
    const line = sixteen.get(subject);
    return [
      nameOf(subject),
      perSecond(one.get(subject)),
      perSecond(line),
      line?.wire == null ? "" : `${Number(line.wire.roundTrips.toFixed(1))}`,
      line?.cpu == null ? "" : `${Math.round(line.cpu)} µs`,
      perSecond(loading.get(subject)),
    ];
  });
  return [tableOf(head, rows), whereAndWhen(results)].join("\n\n");
}

function linesOf({ tables }: Results, task: string): ReadonlyMap<string, Line> {
  const table = tables.find((it) => it.task === task);
  if (table === undefined)
    throw new Error(`There is no summary without ${task}: run the benchmark without --only and --clients.`);
  return new Map(table.lines.map((line) => [line.subject, line]));
}

const nameOf = (subject: string) =>
  subject === ours ? "**Dugout**" : subject === limit ? `${limit} (the limit)` : subject;
const perSecond = (line: Line | undefined) =>
  line === undefined ? "" : Math.round(line.perSecond).toString();

function whereAndWhen({ date, commit, machine, versions }: Results): string {
  const [node, server] = versions;
  return `Measured on ${date}, at ${commit}, with \`npm run bench\`: ${node}, ${server}, ${machine}.`;
}
