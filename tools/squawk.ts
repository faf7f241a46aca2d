import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import type { Migration, MigrationPart } from "../src/migrations/migration-file.js";

/** Rules that do not apply here, with the reason. */
const excluded = [
  // Every column has a known range, which a constraint enforces.
  "prefer-bigint-over-int",
  "prefer-bigint-over-smallint",
  // The runner sets the lock timeout of each migration (`--lock-timeout`), not the file.
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
 * What squawk, an independent linter, finds in the up parts of migrations: a second opinion besides our own rules, which also
 * know the schema after earlier migrations.
 *
 * @returns one line per finding
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
