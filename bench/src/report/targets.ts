import type { Measured } from "../runner/rounds.js";
import { ratioOf } from "./results.js";

/** A goal: the ratio of one side's throughput to the other's. */
interface Target {
  readonly what: string;
  readonly work: "recordPlay" | "loadGame" | "insertPlays";
  readonly ours: readonly string[];
  readonly other: string;
  /** The least ratio, by the number of clients. */
  readonly least: Readonly<Record<number, number>>;
}

export interface TargetResult {
  readonly what: string;
  readonly clients: number;
  readonly least: number;
  readonly ratio: number;
  readonly isMet: boolean;
}

const best = ["dugout-recordPlay", "dugout-injected"];
const both = (least: number) => ({ 1: least, 16: least });
const recording = (other: string, title: string, least: Target["least"]): Target => ({
  what: `best of ours / ${title}`,
  work: "recordPlay",
  ours: best,
  other,
  least,
});
const loading = (other: string, title: string, least: number): Target => ({
  what: `load a game / ${title}`,
  work: "loadGame",
  ours: ["dugout-recordPlay"],
  other,
  least: both(least),
});

const targets: readonly Target[] = [
  {
    what: "`recordPlay` / pgbench, one statement",
    work: "recordPlay",
    ours: ["dugout-recordPlay"],
    other: "pgbench-one-statement",
    least: { 1: 0.8, 16: 0.85 },
  },
  {
    what: "injected / pgbench, one by one",
    work: "recordPlay",
    ours: ["dugout-injected"],
    other: "pgbench-one-by-one",
    least: { 1: 0.9, 16: 0.7 },
  },
  recording("drizzle", "Drizzle", both(3)),
  recording("kysely", "Kysely", both(1)),
  recording("prisma", "Prisma", both(1)),
  recording("typeorm", "TypeORM", both(1)),
  recording("mikro-orm", "MikroORM", both(1)),
  recording("sequelize", "Sequelize", both(1)),
  recording("pg", "pg", both(1)),
  recording("postgres", "postgres", both(1.4)),
  recording("sqlalchemy", "SQLAlchemy + asyncpg", { 1: 4, 16: 5 }),
  loading("pg", "pg", 1.4),
  loading("drizzle", "Drizzle", 1.5),
  loading("prisma", "Prisma", 1.5),
  loading("typeorm", "TypeORM", 1.5),
  loading("mikro-orm", "MikroORM", 1.5),
  loading("sequelize", "Sequelize", 1.5),
  loading("sqlalchemy", "SQLAlchemy + asyncpg", 1.5),
  {
    what: "bulk load / psql \\copy",
    work: "insertPlays",
    ours: ["dugout-copy", "dugout-injected"],
    other: "psql-copy",
    least: { 1: 0.7 },
  },
];

/** Each target for which both sides were measured. */
export function targetResults({ figures, wire }: Measured): TargetResult[] {
  const compared = targets.flatMap(({ what, work, ours, other, least }) =>
    Object.entries(least).flatMap(([clients, wanted]): TargetResult[] => {
      const ratio = ratioOf(figures[`${work}/${clients}`] ?? {}, ours, [other]);
      if (ratio === null) return [];
      return [{ what, clients: Number(clients), least: wanted, ratio, isMet: ratio >= wanted }];
    }),
  );
  const roundTrips = wire.recordPlay?.["dugout-recordPlay"]?.roundTrips;
  if (roundTrips === undefined) return compared;
  const what = "`recordPlay`: one round trip";
  return [...compared, { what, clients: 1, least: 1, ratio: 1 / roundTrips, isMet: roundTrips === 1 }];
}
