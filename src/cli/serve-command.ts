import { type Command, Option } from "commander";
import { serveScoreboard } from "../serve/scoreboard-server.js";
import { wholeNumber } from "./command-arguments.js";
import { printLine, reportProblem } from "./output.js";
import { untilAskedToEnd } from "./run-program.js";
import { withDatabase } from "./with-database.js";

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly delay: number;
}

export function addServeCommand(program: Command): void {
  program
    .command("serve")
    .description(
      "show the games live in the browser: a scoreboard, and a page for each game; nothing is written",
    )
    .addOption(
      new Option("-p, --port <port>", "the port; 0 for a free one").argParser(wholeNumber).default(8080),
    )
    .option("--host <host>", "the address; 0.0.0.0 to accept other machines", "127.0.0.1")
    .addOption(
      new Option("--delay <seconds>", "how late the games are shown, so that no page is ahead of a broadcast")
        .argParser(wholeNumber)
        .default(0),
    )
    .action(({ port, host, delay }: ServeFlags) =>
      withDatabase(async (database) => {
        const onError = (error: unknown) => reportProblem((error as Error).message);
        await using scoreboard = await serveScoreboard(database, { port, host, delay, onError });
        printLine(`The scoreboard of ${database.target} is at ${scoreboard.url} (Ctrl+C ends it).`);
        await untilAskedToEnd();
      }),
    );
}
