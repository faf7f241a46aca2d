import type { Advance, Base, Fielder, PlayEvent, Runner } from "../../src/rules/notation/play-event.js";
import type { ScoringGame } from "../../src/rules/scoring/scoring-game.js";

/** Returns a number from 0 to below a count. */
export type Choose = (count: number) => number;

const bases: readonly Base[] = ["first", "second", "third", "home"];
const runners: readonly Exclude<Runner, "batter">[] = ["first", "second", "third"];
const hits = [
  { event: "single", reach: 1 },
  { event: "double", reach: 2 },
  { event: "triple", reach: 3 },
] as const;

/** An event that is plausible in the situation of a game. If the rules refuse it, the caller chooses again. */
export function possibleEvent(game: Pick<ScoringGame, "bases" | "outs">, choose: Choose): PlayEvent {
  const { bases: on, outs } = game;
  const taken = [on.first !== null, on.second !== null, on.third !== null];
  const fielder = (from: number, to: number) => (from + choose(to - from + 1)) as Fielder;
  const somebody = taken.some(Boolean);
  const kinds: (() => PlayEvent)[] = [
    () => ({ event: "out", plays: [{ fielders: [fielder(3, 6), 3] }].map(noRepetition), modifiers: ["G"] }),
    () => ({ event: "out", plays: [{ fielders: [fielder(7, 9)] }], modifiers: ["F"] }),
    () => ({ event: "out", plays: [{ fielders: [fielder(1, 6)] }], modifiers: ["P"] }),
    () => ({ event: "strikeout" }),
    () => ({ event: "strikeout", plays: [{ fielders: [2, 3] }] }),
    () => ({ event: choose(5) === 0 ? "intentional walk" : "walk" }),
    () => ({ event: "hit by pitch" }),
    () => hit(choose, taken, outs, fielder(7, 9)),
    () => hit(choose, taken, outs, fielder(7, 9)),
    () => ({ event: "homerun", fieldedBy: fielder(7, 9) }),
    () => ({ event: "error", fielder: fielder(3, 6), advances: pushed(choose, taken) }),
    () => ({ event: "foul error", fielder: fielder(2, 5) }),
    () => ({ event: "interference", error: 2 }),
  ];
  if (!taken[0] || outs === 2)
    kinds.push(() => ({
      event: "strikeout",
      with: [{ event: "wild pitch" }],
      advances: { batter: "first" },
    }));
  if (somebody) kinds.push(...running(choose, taken));
  if (somebody && outs < 2) kinds.push(...sacrifices(choose, taken, fielder(7, 9)));
  if (taken[0]) kinds.push(...forces(outs));
  return (kinds[choose(kinds.length)] as () => PlayEvent)();
}

/** A first baseman alone does not throw to himself. */
const noRepetition = ({ fielders }: { fielders: number[] }) => ({ fielders: [...new Set(fielders)] as 3[] });

/** A hit on which each runner goes at least as far as the batter, and no farther than the one ahead of him. */
function hit(choose: Choose, taken: readonly boolean[], outs: number, fieldedBy: Fielder): PlayEvent {
  const { event, reach } = hits[choose(3)] as (typeof hits)[number];
  const advances: { [Who in Runner]?: Advance } = {};
  let [limit, isOut] = [4, false];
  for (const place of [3, 2, 1]) {
    if (!taken[place - 1]) continue;
    const least = Math.min(4, place + reach);
    const to = Math.min(4, least + choose(2), Math.max(least, limit === 4 ? 4 : limit - 1));
    const runner = runners[place - 1] as Runner;
    isOut = outs < 2 && !isOut && to > place + reach - 1 && choose(8) === 0;
    const base = bases[to - 1] as Base;
    if (isOut) advances[runner] = { to: base, out: true, plays: [{ fielders: [fieldedBy, 2] }] };
    else if (to > least && choose(4) === 0)
      advances[runner] = { to: base, plays: [{ fielders: [], error: fieldedBy }] };
    else advances[runner] = base;
    if (!isOut && to < 4) limit = to;
  }
  return { event, fieldedBy, advances };
}

/** Runners who advance on an error, each by one base or two. */
function pushed(choose: Choose, taken: readonly boolean[]): { [Who in Runner]?: Advance } {
  const advances: { [Who in Runner]?: Advance } = {};
  let limit = 4;
  for (const place of [3, 2, 1]) {
    if (!taken[place - 1]) continue;
    const to = Math.min(4, place + 1 + choose(2), limit === 4 ? 4 : Math.max(place + 1, limit - 1));
    advances[runners[place - 1] as Runner] = bases[to - 1] as Base;
    if (to < 4) limit = to;
  }
  return advances;
}

/** What runners do by themselves: the one farthest ahead moves, the others stay. */
function running(choose: Choose, taken: readonly boolean[]): (() => PlayEvent)[] {
  const place = taken.lastIndexOf(true) + 1;
  const runner = runners[place - 1] as Exclude<Runner, "batter">;
  const next = bases[place] as Base;
  const stolen = next as Exclude<Base, "first">;
  const advances = { [runner]: next };
  const kinds: (() => PlayEvent)[] = [
    () => ({ event: "stolen base", base: stolen }),
    () => ({ event: "caught stealing", base: stolen, plays: [{ fielders: [2, 4] }] }),
    () => ({ event: "caught stealing", base: stolen, plays: [{ fielders: [2], error: 4 }] }),
    () => ({ event: "pickoff", base: runner as "first", plays: [{ fielders: [1, 3] }] }),
    () => ({ event: "pickoff", base: runner as "first", plays: [{ fielders: [], error: 1 }], advances }),
    () => ({ event: "wild pitch", advances }),
    () => ({ event: "passed ball", advances }),
    () => ({ event: "defensive indifference", advances }),
    () => ({ event: "balk" }),
  ];
  return kinds.filter(() => choose(3) === 0);
}

function sacrifices(choose: Choose, taken: readonly boolean[], fielder: Fielder): (() => PlayEvent)[] {
  const advances = pushed(() => 0, taken);
  return [
    ...(taken[2]
      ? [() => ({ event: "out", plays: [{ fielders: [fielder] }], advances: { third: "home" } }) as const]
      : []),
    ...(taken[2]
      ? []
      : [() => ({ event: "out", plays: [{ fielders: [1, 3] }], modifiers: ["SH"], advances }) as PlayEvent]),
    ...(choose(3) === 0
      ? [() => ({ event: "fielder's choice", fieldedBy: 6, advances: outAhead(taken) }) as PlayEvent]
      : []),
  ];
}

/** The runner farthest ahead of those who are forced is put out. */
function outAhead(taken: readonly boolean[]): { [Who in Runner]?: Advance } {
  const place = taken.indexOf(false) === -1 ? 3 : Math.max(1, taken.indexOf(false));
  const to = bases[place] as Base;
  return { [runners[place - 1] as Runner]: { to, out: true, plays: [{ fielders: [6, 4] }] } };
}

/** Ground balls on which the runner from first is put out, and perhaps the batter as well. */
function forces(outs: number): (() => PlayEvent)[] {
  return [
    () => ({ event: "out", plays: [{ fielders: [6, 4], runner: "first" }], modifiers: ["FO"] }),
    ...(outs < 2
      ? [
          () =>
            ({
              event: "out",
              plays: [{ fielders: [6, 4], runner: "first" }, { fielders: [3] }],
              modifiers: ["GDP"],
            }) as const,
        ]
      : []),
  ];
}
