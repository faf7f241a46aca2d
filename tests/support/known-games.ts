import { parseGameFile } from "../../src/import.js";
import type { KnownGame } from "../../src/serve/page/game-view.js";
import { worldSeriesText } from "./examples.js";

/** Game 7 of the 2016 World Series as a page has it, up to a play; the lineups contain everyone who played. */
export async function knownUpTo(playNumber: number): Promise<KnownGame> {
  const { game, plays, lineups } = parseGameFile(JSON.parse(await worldSeriesText()));
  const isOver = playNumber === plays.length;
  const known = {
    game: { ...game, status: isOver ? "completed" : "active", stateVersion: playNumber },
    plays: plays.slice(0, playNumber).map((play) => ({ ...play, id: play.playNumber })),
    lineups: lineups
      .filter(({ afterPlay = 0 }) => afterPlay <= playNumber)
      .map((entry) => ({
        ...entry,
        isActive: entry.leftAfterPlay == null || entry.leftAfterPlay > playNumber,
      })),
  };
  return known as unknown as KnownGame;
}
