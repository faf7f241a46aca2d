import { describe, expect, it } from "vitest";
import { newGameId } from "../../../src/index.js";
import { fillPlayValues, gameChart } from "../../../src/stats.js";
import { postseasonDatabase } from "../../support/postseason-database.js";
import { queryAlone } from "../../support/raw-sql.js";
import { needsPostseason } from "../../support/retrosheet.js";
import { clashesOf, textsOf } from "../../support/svg-texts.js";

describe("the charts of the 2016 postseason", needsPostseason, () => {
  const at = postseasonDatabase();
  const lastGame = () => at().files.at(-1)?.game.id ?? "";
  const words = (svg: string) => textsOf(svg).map(({ text }) => text);

  it("show the last game, computed from the stored games, and say that these are few", async () => {
    const { svg, games, isMeaningful } = await gameChart(at().database, lastGame());
    expect({ games, isMeaningful }).toEqual({ games: 35, isMeaningful: false });
    expect(words(svg)).toEqual(
      expect.arrayContaining([
        "Chicago 8, Cleveland 7",
        "Win probability after each play, for equal teams · November 2, 2016 · 10 innings",
        "Rajai Davis homers; Brandon Guyer scores.",
      ]),
    );
    expect(svg).toContain("Computed from the stored games of season 2016 (35). This is a rough estimate");
    expect(svg).toContain("copyrighted by Retrosheet");
  });

  it("have no overlapping texts in any of the games", async () => {
    const { database, files } = at();
    for (const { game } of files.filter((_, index) => index % 5 === 0)) {
      expect(clashesOf((await gameChart(database, game.id)).svg, 800)).toEqual([]);
      expect(clashesOf((await gameChart(database, game.id, { kind: "base-out" })).svg, 800)).toEqual([]);
    }
  });

  it("count in which states each team was at bat", async () => {
    const { svg } = await gameChart(at().database, lastGame(), { kind: "base-out" });
    const counts = words(svg).filter((text) => /^\d+$/.test(text));
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(94);
  });

  it("show a game that is not over up to its last play", async () => {
    const { database } = at();
    const id = lastGame();
    await queryAlone(database, `update games set status = 'active' where id = '${id}'`);
    await queryAlone(database, `delete from plays where game_id = '${id}' and play_number > 60`);
    const { svg, games } = await gameChart(database, id);
    expect(games).toBe(34);
    expect(words(svg)[0]).toBe("Chicago 6, Cleveland 3");
    expect(words(svg)[1]).toMatch(/ · November 2, 2016 · so far: (?:top|bottom) of the \d(?:st|nd|rd|th)$/);
  });

  it("are drawn from the stored values if every play has one, unless a season is given", async () => {
    const { database, files } = at();
    const id = files[3]?.game.id ?? "";
    const computed = await gameChart(database, id);
    await fillPlayValues(database);
    const stored = await gameChart(database, id);
    expect({ games: stored.games, isMeaningful: stored.isMeaningful }).toEqual({
      games: null,
      isMeaningful: true,
    });
    expect(stored.svg).toContain("From the win probability added (WPA) that is stored with each play.");
    const curve = (svg: string) =>
      /<path d="([^"]*)" fill="none"/.exec(svg)?.[1]?.split(/[ML,]/).slice(1).map(Number) ?? [];
    expect(curve(stored.svg).length).toBeGreaterThan(100);
    for (const [index, place] of curve(stored.svg).entries())
      expect(place).toBeCloseTo(curve(computed.svg)[index] ?? Number.NaN, 1);
    expect((await gameChart(database, id, { season: "2016" })).games).toBe(34);
  });

  it("are refused for a missing game, and for one that has not begun", async () => {
    const { database, files } = at();
    const missing = newGameId();
    await expect(gameChart(database, missing)).rejects.toThrow(`There is no game ${missing}.`);
    await expect(gameChart(database, "CLE201611020")).rejects.toThrow("gameId must be a UUID");
    const id = files[1]?.game.id ?? "";
    await queryAlone(database, `delete from plays where game_id = '${id}'`);
    await expect(gameChart(database, id)).rejects.toThrow("gameId names a game without plays");
    const none = { season: "1901" };
    await expect(gameChart(database, files[2]?.game.id ?? "", none)).rejects.toThrow(
      "no complete half-inning",
    );
  });
});
