import type { Command } from "commander";
import { addBattingCommand } from "./batting.js";
import { addFillCommand } from "./fill.js";
import { addPitchingCommand } from "./pitching.js";
import { addRunExpectancyCommand } from "./run-expectancy.js";
import { addSplitsCommand } from "./splits.js";
import { addStoreCommand } from "./store.js";

export function addStatsCommand(program: Command): void {
  const stats = program.command("stats").description("statistics, computed from the stored plays");
  for (const add of [
    addBattingCommand,
    addPitchingCommand,
    addSplitsCommand,
    addRunExpectancyCommand,
    addFillCommand,
    addStoreCommand,
  ])
    add(stats);
}
