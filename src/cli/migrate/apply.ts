import { type Command, InvalidArgumentError, Option } from "commander";
import type { Direction } from "../../migrations/apply.js";
import { type PendingDistribution, planDistribution } from "../../migrations/citus.js";
import { type MigrateOptions, migrate, migrateDown } from "../../migrations/migrate.js";
import { planMigrations } from "../../migrations/plan.js";
import { migrationScript } from "../../migrations/script.js";
import type { Database } from "../../session/database.js";
import { printExactly, printLine, printLines, reportLines } from "../output.js";
import { withMigrationDatabase } from "../with-database.js";
import { folderOption } from "./folder-option.js";

interface ApplyFlags {
  readonly sql?: true;
  readonly dryRun?: true;
  readonly from?: string;
  readonly lockTimeout: number;
  readonly distributed?: "citus";
  readonly folder?: string;
}

/** `up` and `down`. */
export function addApplyCommands(migrate: Command): void {
  addApplyCommand(migrate, "up")
    .description("apply the missing migrations, up to the newest or a revision")
    .argument("[revision]", "where to end", "head")
    .addOption(new Option("--distributed <how>", "then distribute every table by game").choices(["citus"]));
  addApplyCommand(migrate, "down")
    .description("revert migrations, with the data in what they added")
    .argument("[revision]", "where to end; it stays", "-1");
}

function addApplyCommand(migrate: Command, direction: Direction): Command {
  return migrate
    .command(direction)
    .option("--dry-run", "print what would run, and run nothing")
    .option("--sql", "print the SQL that would run, and run nothing")
    .option("--from <revision>", "with --sql or --dry-run: begin here, without a database")
    .option(
      "--lock-timeout <ms>",
      "give up if a lock is not acquired in time; 0 for never",
      milliseconds,
      10_000,
    )
    .option(...folderOption)
    .action(async (to: string, flags: ApplyFlags) => {
      if (flags.from !== undefined && !flags.sql && !flags.dryRun) {
        throw new Error("--from goes with --sql or --dry-run: what is run begins where the database is.");
      }
      if (flags.from !== undefined) return show(undefined, direction, to, flags);
      return withMigrationDatabase((database) =>
        flags.sql || flags.dryRun
          ? show(database, direction, to, flags)
          : apply(database, direction, to, flags),
      );
    });
}

async function show(
  database: Database | undefined,
  direction: Direction,
  to: string,
  flags: ApplyFlags,
): Promise<void> {
  const { folder, from, sql, lockTimeout } = flags;
  const plan = await planMigrations(database, direction, {
    to,
    ...(from && { from }),
    ...(folder && { folder }),
  });
  if (sql) {
    const distribution = await distributionFor(database, flags);
    printExactly(migrationScript(plan, direction, { lockTimeout, distribution }));
  } else if (plan.length === 0) printLine("Nothing would run.");
  else printLines(plan.map(({ name }) => `would run ${direction} ${name}`));
}

/** Without a database to ask, an existing schema is assumed to be distributed. */
async function distributionFor(
  database: Database | undefined,
  { from, distributed }: ApplyFlags,
): Promise<PendingDistribution | undefined> {
  const isWanted = distributed !== undefined;
  if (database !== undefined) return database.withClient((client) => planDistribution(client, isWanted));
  return isWanted ? { isDone: from !== "base", left: [] } : undefined;
}

async function apply(database: Database, direction: Direction, to: string, flags: ApplyFlags): Promise<void> {
  const options: MigrateOptions = {
    to,
    lockTimeout: flags.lockTimeout,
    ...(flags.distributed && { distributed: flags.distributed }),
    ...(flags.folder && { folder: flags.folder }),
    onStep: ({ name, milliseconds }) => printLine(`${direction} ${name} (${Math.round(milliseconds)} ms)`),
    onWait: () => reportLines([`Another process is migrating ${database.target}. Waiting for it.`]),
  };
  const steps = await (direction === "up" ? migrate(database, options) : migrateDown(database, options));
  if (steps.length === 0) printLine(`Nothing to do on ${database.target}.`);
  if (flags.distributed) printLine("Every table is distributed by game.");
}

function milliseconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of milliseconds.");
  return Number(text);
}
