import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { packagePath } from "../../connection/package-files.js";
import { readGameFile } from "../../import/game-file/parse-game-file.js";
import { newGameId } from "../../models/games-table.js";
import { wholeNumber } from "../command-arguments.js";
import { runDemo, watchDemo } from "./run-demo.js";

interface DemoFlags {
  readonly file: string;
  readonly watch?: boolean;
  readonly pace: number;
  readonly port: number;
}

const worldSeries = packagePath("examples/world-series-2016-game-7.json");

export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .description("record a real game play by play, lose the server halfway, and continue")
    .option("-f, --file <file>", "the game file to record", worldSeries)
    .option("--watch", "record it slowly, and show it live in the browser")
    .addOption(
      new Option("--pace <seconds>", "with --watch, seconds between two plays").argParser(seconds).default(3),
    )
    .addOption(
      new Option("-p, --port <port>", "with --watch, the port; 0 for a free one")
        .argParser(wholeNumber)
        .default(8080),
    )
    .action(async ({ file: path, watch, pace, port }: DemoFlags) => {
      const file = await readGameFile(path);
      // A new id each time, so that the demo can run again on the same server.
      const game = { ...file, game: { ...file.game, id: newGameId() } };
      await withDemoDatabase((url) =>
        watch ? watchDemo(url, game, { port, pace: pace * 1_000 }) : runDemo(url, game),
      );
    });
}

function seconds(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text) || Number(text) > 3_600)
    throw new InvalidArgumentError("It must be a number of seconds from 0 to 3600.");
  return Number(text);
}

/**
 * Gives the demo a database: that of `DATABASE_URL`, or an embedded one in a temporary folder, which is always removed at
 * the end.
 */
async function withDemoDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== "") {
    await work(given);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "dugout-demo-"));
  try {
    await work(`pglite:${join(folder, "database")}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
