import { type Command, InvalidArgumentError } from "commander";
import { migrateDown, migrateUp } from "../migrations/run.js";
import { withDatabase } from "./with-database.js";

export function addMigrateCommand(program: Command): void {
  const migrate = program.command("migrate").description("bring the schema up, or take migrations back");
  migrate
    .command("up")
    .description("run every migration that is missing")
    .action(() => withDatabase(async (database) => report(await migrateUp(database), "up", database.target)));
  migrate
    .command("down")
    .description("take the newest migrations back, with the data that only they made room for")
    .argument("[steps]", "how many", wholeNumber, 1)
    .action((steps: number) =>
      withDatabase(async (database) => report(await migrateDown(database, steps), "down", database.target)),
    );
}

function report(names: readonly string[], direction: "up" | "down", target: string): void {
  for (const name of names) console.log(`${direction} ${name}`);
  if (names.length === 0)
    console.log(`Nothing to do: ${target} is ${direction === "up" ? "at the newest revision" : "empty"}.`);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}
