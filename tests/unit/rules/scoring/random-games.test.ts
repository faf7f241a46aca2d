import fc from "fast-check";
import { expect, it } from "vitest";
import { IllegalPlayError } from "../../../../src/errors/errors.js";
import { playRules } from "../../../../src/models/play-rules.js";
import { playInput } from "../../../../src/models/plays-table.js";
import { validate } from "../../../../src/models/validate.js";
import { liveGame } from "../../../../src/rules/live-game.js";
import { applyPlay } from "../../../../src/rules/scoring/apply-play.js";
import type { PlayOfEvent } from "../../../../src/rules/scoring/play-of-event.js";
import { scorePlay } from "../../../../src/rules/scoring/score-play.js";
import {
  inningPlayOf,
  type NamedEntry,
  type ScoringGame,
} from "../../../../src/rules/scoring/scoring-game.js";
import { newGame, withPitcher } from "../../../support/scoring-game.js";

const events = [
  ...[
    "S8",
    "S7.1-3",
    "D9",
    "D8.1-H",
    "T9",
    "HR",
    "DGR",
    "W",
    "IW",
    "HP",
    "C/E2",
    "K",
    "K23",
    "K+WP.B-1",
    "K+PB.B-1",
  ],
  ...[
    "63/G",
    "8/F",
    "7.3-H",
    "3/G.3-H",
    "64(1)/FO",
    "64(1)3/GDP",
    "5(2)/FO",
    "54(1)3/GDP.2-3",
    "13/SH.1-2",
    "FC6.1X2(64)",
  ],
  ...[
    "FC5.3XH(52)",
    "FC4.1-2(E4)",
    "E6",
    "E5.2-H",
    "E9.B-2",
    "6E3",
    "FLE3",
    "SB2",
    "SB3",
    "SBH",
    "SB3;SB2",
    "CS2(26)",
  ],
  ...[
    "CS2(2E4)",
    "POCS2(136)",
    "PO1(13)",
    "PO1(E1).1-2",
    "WP.1-2",
    "WP.3-H",
    "PB.2-3",
    "PB.3-H",
    "BK",
    "DI.1-2",
    "OA.2X3(25)",
  ],
  ...[
    "S8.2XH(82)",
    "S9.BX2(94)",
    "D7.1XH(762)",
    "S8.2-H(E8)",
    "K+CS2(26)",
    "K+SB2",
    "W+WP.2-3",
    "8(B)84(1)",
    "3XX",
  ],
];

type Step = { readonly kind: "play"; readonly event: string } | { readonly kind: "pitcher" };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...events).map((event) => ({ kind: "play" as const, event })) },
  { weight: 1, arbitrary: fc.constant({ kind: "pitcher" as const }) },
);

/** The game that recovery would compute from everything that is stored. */
function recovered(
  game: ScoringGame,
  plays: readonly PlayOfEvent[],
  entries: readonly NamedEntry[],
): Partial<ScoringGame> {
  const lastPlay = plays.at(-1) ?? null;
  const top = plays.findLast(({ half }) => half === "top") ?? null;
  const bottom = plays.findLast(({ half }) => half === "bottom") ?? null;
  const live = liveGame<NamedEntry>({
    game: game.game,
    lastPlay,
    lastTurns: { top, bottom },
    lineups: entries,
  });
  const inningPlays = plays.filter(({ inning, half }) => inning === live.inning && half === live.half);
  return { ...live, lastPlay, playCount: plays.length, inningPlays: inningPlays.map(inningPlayOf) };
}

it("random games continue from play to play as recovery reads them, and the database accepts their plays", () => {
  let played = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 200 }), (steps) => {
      let game: ScoringGame = {
        ...newGame({ scheduledInnings: 3, automaticRunnerInning: 4 }),
        gameId: crypto.randomUUID(),
      };
      let entries = [...game.lineups.away, ...game.lineups.home];
      const plays: PlayOfEvent[] = [];
      for (const each of steps) {
        if (game.isOver) break;
        if (each.kind === "pitcher") {
          game = withPitcher(game, 100 + entries.length);
          const present = [...game.lineups.away, ...game.lineups.home];
          const left = entries.filter(({ id }) => !present.some((entry) => entry.id === id));
          entries = [...present, ...left.map((entry) => ({ ...entry, isActive: false }))];
          continue;
        }
        const scored = tryToScore(game, each.event);
        if (scored === undefined) continue;
        const { play, corrections } = scored;
        validate("The play", playInput, play, playRules);
        for (const { playNumber, ...earned } of corrections) {
          plays[playNumber - 1] = { ...(plays[playNumber - 1] as PlayOfEvent), ...earned };
          validate("The corrected play", playInput, plays[playNumber - 1], playRules);
        }
        plays.push(play);
        game = applyPlay(game, play, { corrections });
        expect(game).toMatchObject(recovered(game, plays, entries));
        played += 1;
      }
    }),
    { numRuns: 30 },
  );
  expect(played).toBeGreaterThan(300);
});

function tryToScore(game: ScoringGame, event: string) {
  try {
    return scorePlay(game, event);
  } catch (error) {
    if (error instanceof IllegalPlayError || event === "3XX") return undefined;
    throw error;
  }
}
