import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { boxScore } from "../../stats/box-score/index.js";
import { gameIdOfArgument } from "../game-argument.js";
import { withDatabase } from "../with-database.js";
import { boxScoreHtml } from "./html.js";
import { boxScoreText } from "./text.js";

interface BoxFlags {
  readonly json?: boolean;
  readonly html?: boolean;
  readonly output?: string;
}

export function addBoxCommand(program: Command): void {
  program
    .command("box")
    .description("print the full box score of a game, as a newspaper would")
    .argument("<game>", "the game's id, or Retrosheet's: CLE201611020")
    .option("--json", "print JSON")
    .addOption(new Option("--html", "print an HTML page").conflicts("json"))
    .option("-o, --output <file>", "where to; left out, to standard output")
    .action((game: string, { json, html, output }: BoxFlags) =>
      withDatabase(async (database) => {
        const box = await boxScore(database, gameIdOfArgument(game));
        const text = json
          ? `${JSON.stringify(box, null, 2)}\n`
          : html
            ? boxScoreHtml(box)
            : `${boxScoreText(box)}\n`;
        if (output === undefined) process.stdout.write(text);
        else await writeFile(output, text);
      }),
    );
}
