import type { Command } from "commander";
import { storeAllLines } from "../../stats/store-lines.js";
import { printLine } from "../output.js";
import { withDatabase } from "../with-database.js";
import { addSelectionOptions, type SelectionFlags, selectionOf } from "./selection-options.js";

export function addStoreCommand(stats: Command): void {
  const command = stats
    .command("store")
    .description("store the lines of completed games that have none, for faster totals");
  addSelectionOptions(command).action((flags: SelectionFlags) =>
    withDatabase(async (database) => {
      const { games } = await storeAllLines(database, await selectionOf(database, flags));
      printLine(`Stored the lines of ${games} ${games === 1 ? "game" : "games"}.`);
    }),
  );
}
