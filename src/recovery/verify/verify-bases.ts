import type { Game } from "../../models/games-table.js";
import type { Play } from "../../models/plays-table.js";
import type { Timeline } from "../../rules/lineups/timeline.js";
import { hasAutomaticRunner, placeBefore, type Situation } from "../../rules/situation.js";
import { type Beginning, type Expectation, teamsOf } from "./expectation.js";
import { entryText } from "./inconsistencies.js";

const bases = ["onFirstId", "onSecondId", "onThirdId"] as const;
const baseNames = { onFirstId: "first base", onSecondId: "second base", onThirdId: "third base" } as const;

/** The runners by base. */
export type Runners = Pick<Situation, (typeof bases)[number]>;

/** The runners that are possible when a play begins: each combination. */
export function expectedRunners(
  game: Game,
  play: Play,
  { situation, begins }: Beginning,
  due: Expectation["due"],
  timeline: Timeline,
): Runners[] {
  const now = (id: number | null) => (id === null ? null : timeline.runner(id, play.playNumber));
  const runners = {
    onFirstId: now(situation.onFirstId),
    onSecondId: now(situation.onSecondId),
    onThirdId: now(situation.onThirdId),
  };
  if (!begins || !hasAutomaticRunner(game, play.inning)) return [runners];
  const automatic = due[play.half].flatMap((place) => automaticRunners(game, play, place, timeline));
  return automatic.map((onSecondId) => ({ ...runners, onSecondId }));
}

/**
 * The players who may begin an extra inning on second base: the one before the leadoff batter; if that is the pitcher, his
 * team may use the one before him instead.
 */
function automaticRunners(game: Game, play: Play, due: number, timeline: Timeline): (number | null)[] {
  const { batting } = teamsOf(game, play.half);
  const at = (place: number) => timeline.inSlot(batting, place, play.playNumber);
  const usual = at(placeBefore(due));
  if (usual?.position !== "P") return [usual?.id ?? null];
  return [usual.id, at(placeBefore(placeBefore(due)))?.id ?? null];
}

export function sameRunners(one: Runners, other: Runners): boolean {
  return bases.every((base) => one[base] === other[base]);
}

/** Describes how the runners of a play differ from those expected. */
export function runnersText(expected: Runners, play: Runners, timeline: Timeline): string {
  const phrases = bases.flatMap((base) => {
    const [should, is] = [expected[base], play[base]];
    return should === is ? [] : [phrase(base, should, is, expected, play, timeline)];
  });
  return `${phrases.filter((text) => text !== "").join("; ")}.`;
}

function phrase(
  base: (typeof bases)[number],
  should: number | null,
  is: number | null,
  expected: Runners,
  play: Runners,
  timeline: Timeline,
): string {
  const name = (id: number) => {
    const entry = timeline.stay(id)?.entry;
    return entry === undefined ? `lineup entry ${id}` : entryText(entry);
  };
  if (is !== null) {
    const from = bases.find((other) => expected[other] === is);
    if (from !== undefined)
      return `${name(is)} is on ${baseNames[base]}, and should be on ${baseNames[from]}`;
    return should === null
      ? `${name(is)} appears on ${baseNames[base]} from nowhere`
      : `${name(is)} is on ${baseNames[base]}, where ${name(should)} should be`;
  }
  // A runner who is on another base is reported there.
  const isElsewhere = bases.some((other) => play[other] === should);
  return should === null || isElsewhere ? "" : `${name(should)} is gone from ${baseNames[base]}`;
}
