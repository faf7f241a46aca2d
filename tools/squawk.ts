import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import type { Migration, MigrationPart } from "../src/migrations/migration-file.js";

/** What does not apply here, with the reason. */
const excluded = [
  // The values of every column have a known range, which a constraint holds.
  "prefer-bigint-over-int",
  "prefer-bigint-over-smallint",
  // The runner sets the limits of each migration (`--lock-timeout`), and no file does.
  "require-lock-timeout",
  "require-statement-timeout",
];

/** As squawk reports it. */
interface SquawkFinding {
  /** From 0. */
  readonly line: number;
  readonly rule_name: string;
  readonly message: string;
  readonly help: string | null;
}

/**
 * What squawk, a linter that others maintain, finds in the up parts of migrations: a second opinion beside our own rules,
 * which know what earlier migrations have made.
 *
 * @returns a line each; none when it finds nothing
 */
export function squawkFindings(migrations: readonly Migration[]): string[] {
  return migrations.flatMap(({ path, up }) =>
    runSquawk(up).map(
      ({ line, rule_name, message, help }) =>
        `${path}:${up.line + line}  ${rule_name}: ${[message, help].filter(Boolean).join(" ")}`,
    ),
  );
}

function runSquawk({ text, isTransactional }: MigrationPart): SquawkFinding[] {
  const options = [
    ...(isTransactional ? ["--assume-in-transaction"] : []),
    "--pg-version=15.0",
    "--reporter=json",
    `--exclude=${excluded.join(",")}`,
  ];
  const { stdout, stderr } = spawnSync(process.execPath, [squawk, ...options], {
    input: text,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(`squawk cannot run: ${stderr}`);
  return JSON.parse(stdout) as SquawkFinding[];
}

const squawk = createRequire(import.meta.url).resolve("squawk-cli/js/bin/squawk");
