import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { packagePath } from "../connection/package-files.js";
import { addBoxCommand } from "./box/command.js";
import { addChartCommand } from "./chart.js";
import { addDemoCommand } from "./demo/command.js";
import { addExportCommand } from "./export.js";
import { addGamesCommand } from "./games.js";
import { addImportCommand } from "./import.js";
import { addMigrateCommand } from "./migrate/command.js";
import { newProgram } from "./run-program.js";
import { addScoreCommand } from "./score.js";
import { addServeCommand } from "./serve.js";
import { addStatsCommand } from "./stats/command.js";
import { addVerifyCommand } from "./verify.js";

const { version } = JSON.parse(readFileSync(packagePath("package.json"), "utf8")) as {
  version: string;
};

/** `dugout` with all its commands. */
export function createProgram(): Command {
  const program = newProgram("dugout")
    .description("The database layer for live baseball games.")
    .version(version)
    .addHelpText("after", "\nThe database is that of DATABASE_URL: postgresql://… or pglite:./folder.");
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
