import type { Command } from "commander";
import { ConfigurationError, GameNotFoundError } from "../errors/index.js";
import type { Game } from "../models/games.js";
import { DatabaseOperations } from "../operations/database-operations.js";
import type { Inconsistency } from "../recovery/verify/inconsistency.js";
import { verifyGame } from "../recovery/verify/verify-game.js";
import type { Database } from "../session/database.js";
import { withDatabase } from "./with-database.js";

interface VerifyFlags {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** A game, and what is wrong with it. */
interface Verdict {
  readonly gameId: string;
  readonly inconsistencies: readonly Inconsistency[];
}

export function addVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("replay the plays of a game, or of all, and tell what cannot be as it is stored")
    .argument("[game id]")
    .option("--all", "every game that there is")
    .option("--json", "print JSON")
    .addHelpText("after", "\nThe exit code is 1 when anything is found.")
    .action(async (gameId: string | undefined, { all = false, json = false }: VerifyFlags) => {
      if (all === (gameId !== undefined))
        throw new ConfigurationError("Say which game to verify, or --all, and not both.");
      await withDatabase((database) => report(verdicts(database, gameId), json));
    });
}

/** One verdict after the other: no more than a page of games is held in memory. */
async function* verdicts(database: Database, gameId: string | undefined): AsyncGenerator<Verdict> {
  if (gameId !== undefined) yield { gameId, inconsistencies: await verifyGame(database, gameId) };
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

/** None of a game that was deleted since it was listed. */
async function* verdictOf(database: Database, gameId: string): AsyncGenerator<Verdict> {
  try {
    yield { gameId, inconsistencies: await verifyGame(database, gameId) };
  } catch (error) {
    if (!(error instanceof GameNotFoundError)) throw error;
  }
}

async function report(all: AsyncIterable<Verdict>, json: boolean): Promise<void> {
  const wrong: Verdict[] = [];
  let games = 0;
  for await (const verdict of all) {
    games += 1;
    if (verdict.inconsistencies.length === 0) continue;
    wrong.push(verdict);
    if (!json) console.log(verdictText(verdict));
  }
  if (json) {
    const inconsistencies = wrong.flatMap(({ gameId, inconsistencies: found }) =>
      found.map((each) => ({ gameId, ...each })),
    );
    console.log(JSON.stringify({ games, inconsistencies }, null, 2));
  } else console.log(summary(games, wrong.length));
  if (wrong.length > 0) process.exitCode = 1;
}

function verdictText({ gameId, inconsistencies }: Verdict): string {
  const lines = inconsistencies.map(({ kind, play, message }) => {
    const where = play === undefined ? "" : `play ${play}, `;
    return `  ${where}${kind}: ${message}`;
  });
  return [`Game ${gameId}`, ...lines].join("\n");
}

function summary(games: number, wrong: number): string {
  const verified = `${games} ${games === 1 ? "game" : "games"} verified`;
  return `${verified}: ${wrong === 0 ? "nothing is wrong" : `something is wrong with ${wrong}`}.`;
}
