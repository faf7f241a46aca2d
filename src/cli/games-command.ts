import { type Command, InvalidArgumentError, Option } from "commander";
import type { Game } from "../models/games-table.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import { type GameStatus, gameStatuses, type League, leagues } from "../rules/vocabulary.js";
import { rowCount, wholeNumber } from "./command-arguments.js";
import { printJson, printLine, printLines } from "./output.js";
import { textTable } from "./terminal-text.js";
import { withDatabase } from "./with-database.js";

interface GamesFlags {
  readonly status?: GameStatus;
  readonly team?: number;
  readonly league?: League;
  readonly from?: Date;
  readonly before?: Date;
  readonly order: "newest" | "oldest";
  readonly limit: number;
  readonly json?: boolean;
}

const largestPage = 1_000;

export function addGamesCommand(program: Command): void {
  program
    .command("games")
    .description("list games, the newest first")
    .addOption(new Option("--status <status>", "only games of this status").choices(gameStatuses))
    .option("--team <id>", "only games of this team, at home or away", wholeNumber)
    .addOption(new Option("--league <league>", "only games of this league").choices(leagues))
    .option(
      "--from <time>",
      "only games created at this time or later: 2026-04-01, or with a time of day",
      time,
    )
    .option("--before <time>", "only games created before this time", time)
    .addOption(
      new Option("--order <order>", "which come first").choices(["newest", "oldest"]).default("newest"),
    )
    .option("--limit <count>", "the most games to list", rowCount, 50)
    .option("--json", "print JSON")
    .action((flags: GamesFlags) =>
      withDatabase(async (database) => {
        const { games, hasMore } = await list(new DatabaseOperations(database), flags);
        if (flags.json) printJson(games);
        else if (games.length === 0) printLine("There is no such game.");
        else printLines(table(games));
        if (!flags.json && hasMore) printLine("There are more. Raise --limit.");
      }),
    );
}

async function list(
  operations: DatabaseOperations,
  { status, team, league, from, before, order, limit }: GamesFlags,
): Promise<{ games: Game[]; hasMore: boolean }> {
  const filter = { status, teamId: team, leagueId: league, createdFrom: from, createdBefore: before, order };
  const games: Game[] = [];
  let after: Awaited<ReturnType<typeof operations.listGames>>["next"] = null;
  do {
    const page = await operations.listGames({
      ...filter,
      after,
      limit: Math.min(largestPage, limit - games.length),
    });
    games.push(...page.games);
    after = page.next;
  } while (after !== null && games.length < limit);
  return { games: games.slice(0, limit), hasMore: after !== null || games.length > limit };
}

function table(games: readonly Game[]): string[] {
  return textTable(
    ["GAME", "CREATED", "LEAGUE", "SEASON", "STATUS", "AWAY", "HOME", "SCORE"],
    games.map((game) => [
      game.id,
      game.createdAt.toISOString(),
      game.leagueId,
      game.season ?? "",
      game.status,
      game.awayTeamName ?? `Team ${game.awayTeamId}`,
      game.homeTeamName ?? `Team ${game.homeTeamId}`,
      `${game.awayScore}:${game.homeScore}`,
    ]),
    { labels: 7 },
  );
}

const isoTime =
  /^(?<day>\d{4}-\d{2}-\d{2})(?<time>T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?)?(?<offset>Z|[+-]\d{2}:\d{2})?$/;

/** A time without an offset is in UTC; a date is the beginning of that day. */
function time(text: string): Date {
  const { day, time: ofDay = "", offset = "" } = isoTime.exec(text)?.groups ?? {};
  const date = new Date(ofDay === "" ? text : `${day}${ofDay}${offset || "Z"}`);
  const isTime = day !== undefined && isDay(day) && (ofDay !== "" || offset === "");
  if (!isTime || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError(
      "It must be a date or a time, such as 2026-04-01 or 2026-04-01T18:05:00Z (UTC).",
    );
  return date;
}

/** `Date` takes the 30th of February for the second of March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
