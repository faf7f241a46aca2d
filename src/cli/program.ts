import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { packagePath } from "../connection/package-files.js";
import { addBoxCommand } from "./box-command.js";
import { addChartCommand } from "./chart-command.js";
import { addDemoCommand } from "./demo/demo-command.js";
import { addExportCommand } from "./export-command.js";
import { addGamesCommand } from "./games-command.js";
import { addImportCommand } from "./import-command.js";
import { addMigrateCommand } from "./migrate-command.js";
import { newProgram } from "./run-program.js";
import { addScoreCommand } from "./score-command.js";
import { addServeCommand } from "./serve-command.js";
import { addStatsCommand } from "./stats/stats-command.js";
import { addVerifyCommand } from "./verify-command.js";

const { version } = JSON.parse(readFileSync(packagePath("package.json"), "utf8")) as {
  version: string;
};

/** `dugout` with all its commands. */
export function createProgram(): Command {
  const program = newProgram("dugout")
    .description("The database layer for live baseball games.")
    .version(version)
    .addHelpText("after", "\nSet DATABASE_URL to the database: postgresql://… or pglite:./folder.");
  for (const add of [
    addDemoCommand,
    addMigrateCommand,
    addGamesCommand,
    addExportCommand,
    addImportCommand,
    addScoreCommand,
    addVerifyCommand,
    addBoxCommand,
    addStatsCommand,
    addChartCommand,
    addServeCommand,
  ]) {
    add(program);
  }
  return program;
}
