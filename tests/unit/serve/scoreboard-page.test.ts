import { describe, expect, it } from "vitest";
import { type GameView, gameView, type KnownGame } from "../../../src/serve/page/game-view.js";
import { render } from "../../../src/serve/page/html.js";
import { connectionChip } from "../../../src/serve/page/page-document.js";
import { scoreboard } from "../../../src/serve/page/scoreboard-page.js";

function view(status: KnownGame["game"]["status"], names: Partial<KnownGame["game"]> = {}): GameView {
  const game = {
    ...{
      id: `game-${status}`,
      status,
      homeTeamId: 1,
      awayTeamId: 2,
      homeTeamName: "Home",
      awayTeamName: "Away",
    },
    ...{ inning: 1, half: "top", homeScore: 3, awayScore: 2, scheduledInnings: 9, stateVersion: 0 },
    ...{ createdAt: "2026-05-01T18:00:00Z", startedAt: null, automaticRunnerInning: null, ...names },
  };
  return gameView({ game, plays: [], lineups: [] } as unknown as KnownGame, null);
}

const textOf = (views: readonly GameView[]) =>
  render(scoreboard(views))
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

describe("a scoreboard without a live game", () => {
  it("says so, and that a game appears when it begins", () => {
    expect(textOf([])).toBe("Scoreboard No games right now A game appears here when it begins.");
  });

  it("shows upcoming games with their dates and without a score", () => {
    const text = textOf([view("pending")]);
    expect(text).toContain("No games right now");
    expect(text).toMatch(/The next ones are below\. Next .*May 1 Away Home$/);
  });

  it("shows the latest results", () => {
    const text = textOf([view("completed")]);
    expect(text).toContain("The latest results are below.");
    expect(text).toMatch(/Final .*Away 2 Home 3$/);
  });
});

it("lists live games first, and escapes team names", () => {
  const names = { homeTeamName: '"><script>alert(1)</script>', awayTeamName: "<img src=x onerror=alert(1)>" };
  const html = render(
    scoreboard(["completed", "pending", "active"].map((status) => view(status as "active", names))),
  );
  expect(html).not.toMatch(/<script|<img/);
  expect(html.indexOf("game-active")).toBeLessThan(html.indexOf("game-pending"));
  expect(html.indexOf("game-pending")).toBeLessThan(html.indexOf("game-completed"));
});

it.each([
  [{ kind: "connecting" }, "Connecting"],
  [{ kind: "live" }, "Live"],
  [{ kind: "behind", seconds: 12 }, "12 s behind"],
  [{ kind: "behind", seconds: 600 }, "10 min behind"],
  [{ kind: "delayed", seconds: 30 }, "Live, 30 s delay"],
  [{ kind: "still" }, "Final"],
] as const)("shows the state of its connection: %j", (state, text) => {
  expect(render(connectionChip(state)).replaceAll(/<[^>]*>/g, "")).toBe(text);
});
