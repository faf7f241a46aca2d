import { type Command, InvalidArgumentError, Option } from "commander";
import type { Direction } from "../migrations/apply-migration.js";
import { checkSchema } from "../migrations/check-schema.js";
import { type PendingDistribution, planDistribution } from "../migrations/citus-distribution.js";
import { type MigrateOptions, migrate, migrateDown } from "../migrations/migrate.js";
import { planMigrations } from "../migrations/migration-plan.js";
import { migrationScript } from "../migrations/migration-script.js";
import {
  type MigrationStatus,
  migrationStatus,
  type Revision,
  stampRevision,
} from "../migrations/migration-status.js";
import type { Database } from "../session/database.js";
import { printExactly, printJson, printLine, printLines, reportLines, reportProblem } from "./output.js";
import { withMigrationDatabase } from "./with-database.js";

export function addMigrateCommand(program: Command): void {
  const migrate = program
    .command("migrate")
    .description("migrate the schema up or down, and show its revision")
    .addHelpText(
      "after",
      "\nA revision is head, base, a number (2, 002), a full name, or steps from the current revision (+1, -1)." +
        "\nIf DATABASE_MIGRATION_URL is set, it is used instead of DATABASE_URL: a direct URL, not a pooler's.",
    );
  for (const add of [addApplyCommands, addStatusCommands, addCheckCommand]) add(migrate);
}

/** The option of all migrate commands. */
export const folderOption = ["--folder <path>", "the folder of migrations (default: dugout's own)"] as const;

interface ApplyFlags {
  readonly sql?: true;
  readonly dryRun?: true;
  readonly from?: string;
  readonly lockTimeout: number;
  readonly distributed?: "citus";
  readonly folder?: string;
}

/** `up` and `down`. */
function addApplyCommands(migrate: Command): void {
  addApplyCommand(migrate, "up")
    .description("apply the missing migrations, up to the newest or a revision")
    .argument("[revision]", "the revision to end at", "head")
    .addOption(new Option("--distributed <how>", "then distribute every table by game").choices(["citus"]));
  addApplyCommand(migrate, "down")
    .description("revert migrations, and delete the data in the tables and columns that they added")
    .argument("[revision]", "the revision to end at", "-1");
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
        throw new Error(
          "--from can only be used with --sql or --dry-run: migrations run from the database's own revision.",
        );
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
    ...(from !== undefined && { from }),
    ...(folder !== undefined && { folder }),
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
    ...(flags.folder !== undefined && { folder: flags.folder }),
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

interface StatusFlags {
  readonly json?: true;
  readonly folder?: string;
}

/** `current`, `history`, `pending` and `stamp`. */
function addStatusCommands(migrate: Command): void {
  addStatusCommand(migrate, "current", "show the revision of this database", showCurrent);
  addStatusCommand(migrate, "history", "list every revision, and which are applied here", showHistory);
  addStatusCommand(migrate, "pending", "list the migrations that are not applied here", showPending);
  migrate
    .command("stamp")
    .description("record that this database is at a revision, and run nothing")
    .argument("<revision>", "the revision whose schema the database already has")
    .option(...folderOption)
    .action((revision: string, { folder }: StatusFlags) =>
      withMigrationDatabase(async (database) => {
        const stamped = await stampRevision(database, revision, { ...(folder !== undefined && { folder }) });
        printLine(
          `${database.target} now counts as ${stamped.at(-1) ?? "base"}. \`dugout migrate check\` compares the schema.`,
        );
      }),
    );
}

function addStatusCommand(
  migrate: Command,
  name: string,
  description: string,
  show: (status: MigrationStatus, json: boolean) => void,
): void {
  migrate
    .command(name)
    .description(description)
    .option("--json", "print JSON")
    .option(...folderOption)
    .action(({ json = false, folder }: { json?: boolean; folder?: string }) =>
      withMigrationDatabase(async (database) => {
        const status = await migrationStatus(database, { ...(folder !== undefined && { folder }) });
        show(status, json);
        status.problems.forEach(reportProblem);
      }),
    );
}

function showCurrent({ current, head, problems }: MigrationStatus, json: boolean): void {
  if (json) printJson({ current, head, isAtHead: current === head, problems });
  else printLine(`${current ?? "base"}${current === head ? " (head)" : ""}`);
}

function showHistory({ revisions, problems }: MigrationStatus, json: boolean): void {
  const width = Math.max(...revisions.map(({ name }) => name.length));
  if (json) printJson({ revisions, problems });
  else printLines(revisions.map((revision) => `${revision.name.padEnd(width)}  ${describe(revision)}`));
}

function showPending({ revisions }: MigrationStatus, json: boolean): void {
  const pending = revisions.filter(({ state }) => state === "pending").map(({ name }) => name);
  if (json) printJson({ pending });
  else printLines(pending.length === 0 ? ["Nothing is pending."] : pending);
}

function describe({ state, appliedAt }: Revision): string {
  if (appliedAt === null) return state;
  return state === "unknown"
    ? `no file here, applied ${appliedAt.toISOString()}`
    : `applied ${appliedAt.toISOString()}`;
}

interface CheckFlags {
  readonly allow?: string[];
  readonly json?: true;
  readonly folder?: string;
}

/** `check`: the exit code is 1 if there are problems. */
function addCheckCommand(migrate: Command): void {
  migrate
    .command("check")
    .description("compare this database with the schema that the migrations create")
    .option("--allow <name...>", "other tables, views and objects that may be in the schema")
    .option("--json", "print JSON")
    .option(...folderOption)
    .action((flags: CheckFlags) => withMigrationDatabase((database) => check(database, flags)));
}

async function check(
  database: Parameters<typeof checkSchema>[0],
  { allow, folder, json }: CheckFlags,
): Promise<void> {
  const problems = await checkSchema(database, {
    ...(allow && { allow }),
    ...(folder !== undefined && { folder }),
  });
  if (json) printJson({ problems });
  else if (problems.length === 0) printLine(`${database.target} has the schema that the migrations create.`);
  else printLines(problems);
  if (problems.length > 0) process.exitCode = 1;
}
