import type { Game } from "../../models/games-table.js";
import type { LineupEntry } from "../../models/lineups-table.js";
import type { Play } from "../../models/plays-table.js";
import { isSamePerson } from "../../rules/lineups/team-lineup.js";
import { Timeline } from "../../rules/lineups/timeline.js";
import { liveGame } from "../../rules/live-game.js";
import { chargedOnPlay } from "../../rules/situation.js";
import type { LoadedGame } from "../../statements/whole-game-statements.js";
import { entryText, type Inconsistency } from "./inconsistencies.js";
import { endingInconsistencies } from "./verify-ending.js";
import { lineupInconsistencies } from "./verify-lineups.js";
import { replay } from "./verify-plays.js";

/**
 * What `verifyGame` would find in a play if it were stored, in the lineups, and in the state of the game; and runners who are
 * charged to the wrong pitcher. Findings from before the play are left out.
 *
 * @param before the game with all its lineup entries and plays
 * @param play the next play
 * @param after the game's row after the play
 */
export function nextPlayInconsistencies(
  { game, lineups, plays }: LoadedGame,
  play: Play,
  after: Game,
): Inconsistency[] {
  const { found, end } = replay(game, [...plays, play], new Timeline(lineups));
  const isInGame = new Timeline(lineups.filter(({ isActive }) => isActive));
  return [
    ...found.filter((each) => each.play === play.playNumber),
    ...wronglyCharged({ game, lineups, plays }, play),
    ...lineupInconsistencies(isInGame, play.playNumber),
    ...endingInconsistencies(after, play, end),
  ];
}

const bases = [
  { base: "first", runner: "onFirstId", pitcher: "onFirstPitcherId" },
  { base: "second", runner: "onSecondId", pitcher: "onSecondPitcherId" },
  { base: "third", runner: "onThirdId", pitcher: "onThirdPitcherId" },
] as const;

/**
 * Runners charged to a pitcher who did not let them on base. A runner without a named pitcher is charged to the play's pitcher.
 */
function wronglyCharged({ game, lineups, plays }: LoadedGame, play: Play): Inconsistency[] {
  const { chargedTo } = liveGame<LineupEntry>({
    game,
    lineups,
    lastPlay: plays.at(-1) ?? null,
    lastTurns: {
      top: plays.findLast(({ half }) => half === "top") ?? null,
      bottom: plays.findLast(({ half }) => half === "bottom") ?? null,
    },
  });
  const charged = {
    onFirstPitcherId: chargedTo.first?.id ?? null,
    onSecondPitcherId: chargedTo.second?.id ?? null,
    onThirdPitcherId: chargedTo.third?.id ?? null,
  };
  // A fielder's choice can move the charges in the play itself: a scorer may write them before it or after it.
  const ways = [charged, chargedOnPlay({ ...play, ...charged })];
  const entry = (id: number | null) => lineups.find((each) => each.id === id);
  const isSame = (one: number | null, other: number | null) => {
    const [a, b] = [entry(one), entry(other)];
    return (
      one === other || (a !== undefined && b !== undefined && a.teamId === b.teamId && isSamePerson(a, b))
    );
  };
  return bases.flatMap(({ base, runner, pitcher }) => {
    const should = charged[pitcher];
    const is = play[pitcher] ?? play.pitcherId;
    if (play[runner] === null || should === null || ways.some((way) => isSame(way[pitcher], is))) return [];
    const name = (id: number) => {
      const named = entry(id);
      return named === undefined ? `lineup entry ${id}` : entryText(named);
    };
    const message = `The runner on ${base} base is charged to ${name(is)}, and should be charged to ${name(should)}.`;
    return [{ kind: "runner", play: play.playNumber, message }];
  });
}
