import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeEventFile } from "../../src/import/event-files/write-event-file.js";
import type { GameFile } from "../../src/import.js";
import { eventFilesOf } from "../support/event-files.js";
import { replayedGames } from "../support/event-games.js";
import { postseasonFolder, postseasonIsMissing } from "../support/retrosheet.js";

/** Chadwick's program, if it is installed: `CWEVENT=/path/to/cwevent npm run prove -- chadwick`. */
const cwevent = process.env.CWEVENT ?? "cwevent";
const version = programVersion();
if (version === undefined) console.warn(`Exports are not read by Chadwick: ${cwevent} is not installed.`);

function programVersion(): string | undefined {
  try {
    return execFileSync(cwevent, ["-h"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "unknown";
  }
}

/** The same game as one of cards, with the dice of each play. */
const asCards = (file: GameFile): GameFile => {
  const asCard = <Person extends { cardId: number | null; playerId: number | null }>(person: Person) => ({
    ...person,
    ...{ cardId: person.playerId, playerId: null },
  });
  return {
    ...file,
    game: { ...file.game, leagueId: "pd", homeTeamName: 'The "Old" Comets, Ltd.' },
    ...{ roster: file.roster.map(asCard), lineups: file.lineups.map(asCard) },
    plays: file.plays.map((play) => ({ ...play, diceRoll: "3+4" })),
  };
};

it.skipIf(postseasonIsMissing || version === undefined)(
  "Chadwick reads every play of exported games as it reads the original event files, in every column, card games included",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "dugout-chadwick-"));
    const rosters = join(postseasonFolder, "rosters");
    for (const name of readdirSync(rosters)) cpSync(join(rosters, name), join(folder, name));
    const games: GameFile[] = [];
    for await (const [, { file }] of replayedGames(join(postseasonFolder, "events"))) games.push(file);
    const originals = eventFilesOf(join(postseasonFolder, "events")).map((path) =>
      readFileSync(path, "latin1"),
    );
    const read = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      const options = ["-q", "-y", "2016", "-f", "0-96", "-x", "0-66", name];
      return execFileSync(cwevent, options, { cwd: folder, encoding: "latin1", maxBuffer: 100_000_000 });
    };
    const original = read("original.EVX", originals.join("").replaceAll("\r", ""));
    expect(original.trimEnd().split("\n")).toHaveLength(2_669);
    expect(read("exported.EVX", games.map(writeEventFile).join(""))).toBe(original);
    expect(read("cards.EVX", games.map(asCards).map(writeEventFile).join(""))).toBe(original);
    console.log(`${games.length} games, 2,669 plays, read by Chadwick from three files: no difference.`);
    rmSync(folder, { recursive: true });
  },
  600_000,
);
