import type { Line, Results, Table } from "./results.js";
import type { TargetResult } from "./targets.js";

const titles: Readonly<Record<string, string>> = {
  recordPlay: "Record a play with its game's state, atomically",
  loadGame: "Load a game of 90 plays with its lineups",
  lastPlays: "The last ten plays, each with its batter and pitcher",
  activeLineup: "A team's active lineup",
  insertPlays: "Load plays in bulk (an operation is 810 plays of nine games)",
};

export function markdownOf(results: Results, targets: readonly TargetResult[]): string {
  const { date, commit, machine, versions, serverSettings, settings, missing, failures } = results;
  const { rounds, seconds, warmUp } = settings;
  return [
    `Measured on ${date}, at ${commit}: ${machine}.`,
    `${versions.join(" · ")}.`,
    `Server: ${serverSettings.map((it) => `\`${it}\``).join(" ")}.`,
    `${rounds} rounds of ${seconds} s each, after ${warmUp} s of warm-up, and the JIT's before the first; subjects in turn.`,
    ...missing.map((it) => `Missing: ${it}.`),
    ...failures.map((it) => `Failed: ${it.split("\n", 1)[0]?.slice(0, 200)}.`),
    ...(targets.length === 0 ? [] : ["### Targets", targetTable(targets)]),
    ...results.tables.flatMap((table) => [`### ${titleOf(table)}`, tableText(table)]),
  ].join("\n\n");
}

function titleOf({ task }: Table): string {
  const [work = "", clients, delayed] = task.split("/");
  const number = clients === "1" ? "1 client" : `${clients} clients`;
  return `${titles[work]}: ${number}${delayed === undefined ? "" : ", with 1 ms added each way"}`;
}

function targetTable(targets: readonly TargetResult[]): string {
  const rows = targets.map(({ what, clients, least, ratio, isMet }) => [
    what,
    `${clients}`,
    least === 1 ? "> 1" : `>= ${least}`,
    ratio.toFixed(2),
    isMet ? "met" : "**missed**",
  ]);
  return tableOf(["ratio", "clients", "target", "measured", ""], rows);
}

function tableText({ reference, lines }: Table): string {
  const head = [
    ...[
      "subject",
      "per second",
      "spread",
      `of ${reference}`,
      "p50 ms",
      "p99 ms",
      "client CPU us",
      "server CPU us",
      "log bytes",
      "memory MB",
    ],
    ...["statements", "round trips", "bytes out", "bytes in"],
  ];
  return tableOf(head, lines.map(rowOf));
}

function rowOf({ subject, perSecond, spread, ratio, p50, p99, cpu, memory, wire }: Line): string[] {
  const whole = (value: number | null | undefined) => (value == null ? "" : Math.round(value).toString());
  const exact = (value: number | undefined) =>
    value === undefined ? "" : Number(value.toFixed(1)).toString();
  return [
    subject,
    perSecond < 100 ? perSecond.toFixed(1) : whole(perSecond),
    `${Math.round(100 * spread)} %`,
    ratio === null ? "" : ratio.toFixed(2),
    p50.toFixed(2),
    p99.toFixed(2),
    whole(cpu),
    whole(wire?.serverCpu),
    whole(wire?.wal),
    whole(memory),
    exact(wire?.statements),
    exact(wire?.roundTrips),
    whole(wire?.bytesSent),
    whole(wire?.bytesReceived),
  ];
}

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map(line).join("\n");
}
