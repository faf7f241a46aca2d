import type { Command } from "commander";
import {
  type MigrationStatus,
  migrationStatus,
  type Revision,
  stampRevision,
} from "../../migrations/status.js";
import { printJson, printLine, printLines, reportProblem } from "../output.js";
import { withMigrationDatabase } from "../with-database.js";
import { folderOption } from "./folder-option.js";

interface StatusFlags {
  readonly json?: true;
  readonly folder?: string;
}

/** `current`, `history`, `pending` and `stamp`. */
export function addStatusCommands(migrate: Command): void {
  addStatusCommand(migrate, "current", "show the revision of this database", showCurrent);
  addStatusCommand(migrate, "history", "list every revision, and which are applied here", showHistory);
  addStatusCommand(migrate, "pending", "list what this database lacks", showPending);
  migrate
    .command("stamp")
    .description("record that this database is at a revision, and run nothing")
    .argument("<revision>", "the revision whose schema is there already")
    .option(...folderOption)
    .action((revision: string, { folder }: StatusFlags) =>
      withMigrationDatabase(async (database) => {
        const stamped = await stampRevision(database, revision, { ...(folder && { folder }) });
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
        const status = await migrationStatus(database, { ...(folder && { folder }) });
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
    ? `unknown here, applied ${appliedAt.toISOString()}`
    : `applied ${appliedAt.toISOString()}`;
}
