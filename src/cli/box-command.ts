import { type Command, Option } from "commander";
import { boxScorePage } from "../serve/page/box-score-page.js";
import { boxScore } from "../stats/box-score/box-score-query.js";
import { boxScoreText } from "./box-score-text.js";
import { gameArgument, gameIdOfArgument } from "./command-arguments.js";
import { jsonLines, writeLines } from "./output.js";
import { withDatabase } from "./with-database.js";

interface BoxFlags {
  readonly json?: boolean;
  readonly html?: boolean;
  readonly output?: string;
}

export function addBoxCommand(program: Command): void {
  program
    .command("box")
    .description("print the box score of a game")
    .argument(...gameArgument)
    .option("--json", "print JSON")
    .addOption(new Option("--html", "print an HTML page").conflicts("json"))
    .option("-o, --output <file>", "the file to write; standard output by default")
    .action((game: string, { json, html, output }: BoxFlags) =>
      withDatabase(async (database) => {
        const box = await boxScore(database, gameIdOfArgument(game));
        const lines = json
          ? jsonLines(box)
          : html
            ? boxScorePage(box).trimEnd().split("\n")
            : boxScoreText(box);
        await writeLines(lines, output);
      }),
    );
}
