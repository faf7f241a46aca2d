import { type Command, InvalidArgumentError, Option } from "commander";
import { ConfigurationError, GameNotFoundError } from "../errors/errors.js";
import type { Game } from "../models/games-table.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import {
  type Inconsistency,
  type InconsistencyKind,
  inconsistencyKinds,
} from "../recovery/verify/inconsistencies.js";
import { type Findings, findingsOf, forgetKnown, markAsKnown } from "../recovery/verify/verify-game.js";
import type { Database } from "../session/database.js";
import { gameIdOfArgument } from "./command-arguments.js";
import { printJson, printLine, printLines } from "./output.js";
import { withDatabase } from "./with-database.js";

interface VerifyFlags {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly known?: string;
  readonly kind?: InconsistencyKind;
  readonly play?: number;
  readonly forget?: boolean;
}

/** A game, and the findings in it. */
interface VerifiedGame extends Findings {
  readonly gameId: string;
}

export function addVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("replay the plays of a game, or of all games, and report inconsistencies")
    .argument("[game]", "its id, or Retrosheet's id if it was imported: CLE201611020")
    .option("--all", "verify every game")
    .option("--json", "print JSON, the known findings included")
    .option("--known <reason>", "mark the findings in this game as known, for this reason")
    .addOption(
      new Option("--kind <kind>", "with --known: only findings of this kind").choices(
        Object.keys(inconsistencyKinds),
      ),
    )
    .option("--play <number>", "with --known: only findings at this play", playNumber)
    .addOption(new Option("--forget", "remove the marks of this game").conflicts("known"))
    .addHelpText("after", "\nThe exit code is 1 if there are findings that are not marked as known.")
    .action(async (game: string | undefined, flags: VerifyFlags) => {
      const { all = false, json = false, known, forget = false } = flags;
      if (all === (game !== undefined))
        throw new ConfigurationError("Name a game to verify, or use --all, but not both.");
      if (all && (known !== undefined || forget))
        throw new ConfigurationError("--known and --forget need one game, and cannot be used with --all.");
      if (known === undefined && (flags.kind !== undefined || flags.play !== undefined))
        throw new ConfigurationError("--kind and --play can only be used with --known.");
      const gameId = game === undefined ? undefined : gameIdOfArgument(game);
      await withDatabase(async (database) => {
        if (gameId !== undefined && forget) await forgetKnown(database, gameId);
        if (gameId !== undefined && known !== undefined)
          await markAsKnown(database, gameId, { reason: known, kind: flags.kind, play: flags.play });
        await report(verdicts(database, gameId), json);
      });
    });
}

/** Yields one verdict after the other, so that memory holds at most a page of games. */
async function* verdicts(database: Database, gameId: string | undefined): AsyncGenerator<VerifiedGame> {
  if (gameId !== undefined) yield { gameId, ...(await findingsOf(database, gameId)) };
  else for await (const { id } of allGames(database)) yield* verdictOf(database, id);
}

async function* allGames(database: Database): AsyncGenerator<Game> {
  const operations = new DatabaseOperations(database);
  let page = await operations.listGames({ order: "oldest", limit: 100 });
  yield* page.games;
  while (page.next !== null) {
    page = await operations.listGames({ order: "oldest", limit: 100, after: page.next });
    yield* page.games;
  }
}

/** Undefined for a game that was deleted since it was listed. */
async function* verdictOf(database: Database, gameId: string): AsyncGenerator<VerifiedGame> {
  try {
    yield { gameId, ...(await findingsOf(database, gameId)) };
  } catch (error) {
    if (!(error instanceof GameNotFoundError)) throw error;
  }
}

async function report(all: AsyncIterable<VerifiedGame>, json: boolean): Promise<void> {
  const found: VerifiedGame[] = [];
  let games = 0;
  for await (const verdict of all) {
    games += 1;
    if (verdict.open.length + verdict.known.length > 0) found.push(verdict);
    if (!json && verdict.open.length > 0) printLines(verdictLines(verdict));
  }
  const wrong = found.filter(({ open }) => open.length > 0).length;
  if (json) {
    const of = (kind: "open" | "known") =>
      found.flatMap(({ gameId, [kind]: list }) => list.map((each: Inconsistency) => ({ gameId, ...each })));
    printJson({ games, inconsistencies: of("open"), known: of("known") });
  } else printLine(summary(games, wrong, found.flatMap(({ known }) => known).length));
  if (wrong > 0) process.exitCode = 1;
}

function verdictLines({ gameId, open }: VerifiedGame): string[] {
  const lines = open.map(({ kind, play, message }) => {
    const where = play === undefined ? "" : `play ${play}, `;
    return `  ${where}${kind}: ${message}`;
  });
  return [`Game ${gameId}`, ...lines];
}

function summary(games: number, wrong: number, known: number): string {
  const verified = `${games} ${games === 1 ? "game" : "games"} verified`;
  const knownText =
    known === 0 ? "" : ` ${known} ${known === 1 ? "finding is" : "findings are"} marked as known.`;
  return `${verified}: ${wrong === 0 ? "no inconsistencies" : `inconsistencies in ${wrong}`}.${knownText}`;
}

function playNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be the number of a play.");
  return Number(text);
}
