#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addBoxCommand } from "./box/command.js";
import { addChartCommand } from "./chart.js";
import { addConvertCommand } from "./convert.js";
import { addDemoCommand } from "./demo/command.js";
import { addExportCommand } from "./export.js";
import { addImportCommand } from "./import.js";
import { addMigrateCommand } from "./migrate/command.js";
import { addStatsCommand } from "./stats/command.js";
import { addVerifyCommand } from "./verify.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const program = new Command("dugout")
  .description("The persistence layer of a live baseball game: games, plays, lineups, rosters and sessions.")
  .version(version)
  .addHelpText("after", "\nThe database is that of DATABASE_URL: postgresql://… or pglite:./folder.");

for (const add of [
  addDemoCommand,
  addMigrateCommand,
  addExportCommand,
  addImportCommand,
  addConvertCommand,
  addVerifyCommand,
  addBoxCommand,
  addStatsCommand,
  addChartCommand,
]) {
  add(program);
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(`dugout: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
