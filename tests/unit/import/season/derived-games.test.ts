import { describe, expect, it } from "vitest";
import { ByteMeter } from "../../../support/chadwick/bytes.js";
import { derivedGameRow } from "../../../support/chadwick/derived-game-row.js";
import { type GameRows, toGameFile } from "../../../support/chadwick/index.js";
import { readSeason } from "../../../../src/import/season/read-season.js";
import { findSources } from "../../../../src/import/season/sources.js";
import type { GameFile } from "../../../../src/index.js";
import { needsPostseason, postseasonFolder } from "../../../support/retrosheet.js";

/** A file without what only `cwgame` knows: times, park, attendance and decisions. */
function withoutGameFacts({ game, lineups, plays, ...rest }: GameFile) {
  const { startedAt: _start, completedAt: _end, createdAt: _created, metadata, ...facts } = game;
  return {
    ...rest,
    game: { ...facts, metadata: { ...metadata, park: null, attendance: null } },
    lineups: lineups.map((entry) => ({ ...entry, decision: null })),
    plays: plays.map(({ createdAt: _, ...play }) => play),
  };
}

async function postseasonGames(): Promise<GameRows[]> {
  const games: GameRows[] = [];
  for await (const read of readSeason(await findSources([postseasonFolder]), new ByteMeter())) {
    games.push(read());
  }
  return games;
}

describe("a game without its row of cwgame", needsPostseason, () => {
  it("is the same as with it, but for times, park, attendance and decisions", async () => {
    const games = await postseasonGames();
    expect(games).toHaveLength(35);
    for (const rows of games) {
      const derived = { ...rows, game: derivedGameRow(rows.events, rows.substitutions) };
      expect(withoutGameFacts(toGameFile(derived))).toEqual(withoutGameFacts(toGameFile(rows)));
    }
  });

  it("leaves null what the plays do not tell, and begins at midnight of its date", async () => {
    const [rows] = (await postseasonGames()) as [GameRows];
    const { game, lineups } = toGameFile({
      ...rows,
      game: derivedGameRow(rows.events, rows.substitutions),
    });
    expect(game).toMatchObject({ startedAt: null, completedAt: null, metadata: { park: null } });
    expect(game.createdAt).toEqual(new Date("2016-10-06T00:00:00Z"));
    expect(lineups.some(({ decision }) => decision !== null)).toBe(false);
  });

  it("is refused when nobody bats in a slot and nobody leaves it: who started is not known", async () => {
    const [rows] = (await postseasonGames()) as [GameRows];
    const few = rows.events.slice(0, 5);
    expect(() => derivedGameRow(few, [])).toThrow(
      /Line 2 of cwevent_2016post.csv.gz \(game TEX201610060\).*does not show who batted in slot \d of the (away|home) team/,
    );
  });
});
