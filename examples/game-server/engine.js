// @ts-check
// The rules of a small dice game: from where the game stands and two dice, the play that is to be recorded. A real
// card game has far more of this; it needs nothing of the database, and the database nothing of it.

/** What two dice mean. */
const results = {
  2: "homerun",
  3: "double",
  4: "single",
  5: "walk",
  6: "groundout",
  7: "strikeout",
  8: "flyout",
  9: "single",
  10: "walk",
  11: "double",
  12: "homerun",
};

/** How far a hit moves everybody. */
const bases = { single: 1, double: 2, homerun: 4 };

/**
 * @param {import("dugout").RecoveredGame} game where the game stands
 * @param {readonly [number, number]} dice
 * @returns {import("dugout").PlayInput}
 */
export function playOf(game, dice) {
  const { batter, pitcher, fielders, bases: on, chargedTo } = game;
  if (batter === null || pitcher === null) throw new Error("There is no lineup.");
  const result = results[/** @type {keyof typeof results} */ (dice[0] + dice[1])];
  const situation = {
    gameId: game.gameId,
    playNumber: game.playCount + 1,
    inning: game.inning,
    half: game.half,
    outsBefore: game.outs,
    battingOrder: batter.battingOrder ?? 1,
    awayScore: game.awayScore,
    homeScore: game.homeScore,
    batterId: batter.id,
    pitcherId: pitcher.id,
    catcherId: fielders.C?.id ?? null,
    onFirstId: on.first?.id ?? null,
    onSecondId: on.second?.id ?? null,
    onThirdId: on.third?.id ?? null,
    onFirstPitcherId: chargedTo.first?.id ?? null,
    onSecondPitcherId: chargedTo.second?.id ?? null,
    onThirdPitcherId: chargedTo.third?.id ?? null,
  };
  const how = {
    diceRoll: dice.join("+"),
    resultDescription: `${batter.playerName}: ${result}`,
    complete: true,
  };
  return { ...situation, ...how, ...countsOf(result, on) };
}

/**
 * @param {string} result
 * @param {import("dugout").RecoveredGame["bases"]} on
 */
function countsOf(result, on) {
  if (result === "walk") return walk(on);
  if (result in bases) return hit(/** @type {keyof typeof bases} */ (result), on);
  return {
    ...{ pa: 1, ab: 1, so: result === "strikeout" ? 1 : 0, outsRecorded: 1 },
    ...{
      onFirstFinal: stay(on.first, 1),
      onSecondFinal: stay(on.second, 2),
      onThirdFinal: stay(on.third, 3),
    },
  };
}

/** @param {import("dugout").RecoveredGame["bases"]} on */
function walk(on) {
  const toSecond = on.first !== null;
  const toThird = toSecond && on.second !== null;
  const home = toThird && on.third !== null;
  return {
    ...{ pa: 1, bb: 1, batterFinal: 1, rbi: home ? 1 : 0, earnedRuns: home ? 1 : 0 },
    onFirstFinal: toSecond ? 2 : null,
    onSecondFinal: toThird ? 3 : stay(on.second, 2),
    onThirdFinal: home ? 4 : stay(on.third, 3),
  };
}

/**
 * @param {keyof typeof bases} kind
 * @param {import("dugout").RecoveredGame["bases"]} on
 */
function hit(kind, on) {
  const distance = bases[kind];
  const to = (/** @type {unknown} */ runner, /** @type {number} */ base) =>
    runner === null ? null : Math.min(4, base + distance);
  const finals = {
    batterFinal: distance,
    onFirstFinal: to(on.first, 1),
    onSecondFinal: to(on.second, 2),
    onThirdFinal: to(on.third, 3),
  };
  const runs = Object.values(finals).filter((final) => final === 4).length;
  return {
    ...finals,
    ...{ pa: 1, ab: 1, hit: 1, rbi: runs, earnedRuns: runs },
    ...{ double: kind === "double" ? 1 : 0, homerun: kind === "homerun" ? 1 : 0 },
  };
}

/**
 * @param {unknown} runner
 * @param {number} base
 */
function stay(runner, base) {
  return runner === null ? null : base;
}
