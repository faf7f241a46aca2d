import { type Command, Option } from "commander";
import { type BattingSplit, battingSplits, type SplitsBy, splitsBy } from "../../stats/batting-splits.js";
import { addSelectionOptions, type SelectionFlags, selectionOf, wholeNumber } from "../command-arguments.js";
import { printJson, printLines } from "../output.js";
import { textTable } from "../terminal-text.js";
import { withDatabase } from "../with-database.js";
import { addFormatOptions, type FormatFlags, printCsv } from "./csv-output.js";

interface SplitsFlags extends SelectionFlags, FormatFlags {
  readonly by: SplitsBy;
  readonly side: "batting" | "pitching";
  readonly team?: number;
  readonly player?: number;
  readonly card?: number;
}

export function addSplitsCommand(stats: Command): void {
  const command = stats.command("splits").description("plate appearances by inning or by situation");
  addSelectionOptions(command)
    .addOption(new Option("--by <what>", "how to group them").choices(splitsBy).makeOptionMandatory())
    .addOption(
      new Option("--side <side>", "at bat or on the mound")
        .choices(["batting", "pitching"])
        .default("batting"),
    )
    .option("--team <id>", "only of this team", wholeNumber)
    .option("--player <id>", "only of this player, in the SBA league", wholeNumber)
    .option("--card <id>", "only of this card, in the PD league", wholeNumber);
  addFormatOptions(command).action((flags: SplitsFlags) =>
    withDatabase(async (database) => {
      const { by, side, team, player, card } = flags;
      const people = { teamId: team, playerId: player, cardId: card };
      const selection = await selectionOf(database, flags);
      const splits = await battingSplits(database, { by, side, ...people, ...selection });
      if (flags.json) printJson(splits);
      else if (flags.csv) printCsv(splits, flags);
      else printLines(tableOf(by, splits));
    }),
  );
}

const share = (value: number | null) => value?.toFixed(3).replace(/^0/, "") ?? "-";

function tableOf(by: string, splits: readonly BattingSplit[]): string[] {
  const head = ["PA", "AB", "H", "2B", "3B", "HR", "RBI", "BB", "SO", "AVG", "OBP", "SLG", "OPS"];
  return textTable(
    [by, ...head],
    splits.map(({ split, pa, ab, hit, double, triple, homerun, rbi, bb, so, ...rates }) => [
      ...[split, pa, ab, hit, double, triple, homerun, rbi, bb, so],
      ...[rates.average, rates.onBase, rates.slugging, rates.onBasePlusSlugging].map(share),
    ]),
  );
}
