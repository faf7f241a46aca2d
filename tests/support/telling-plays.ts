import type { PlayInput } from "../../src/index.js";
import type { StagedGame } from "./game-fixtures.js";

/** Everything that one play can have at once: a grand slam, and all that can happen beside it. */
function grandSlam(game: StagedGame): PlayInput {
  return {
    ...game,
    playNumber: 1,
    inning: 12,
    half: "bottom",
    outsBefore: 1,
    battingOrder: 7,
    awayScore: 101,
    homeScore: 98,
    isNewInning: true,
    isTied: true,
    isGoAhead: true,
    inPow: true,
    batterFinal: 4,
    onFirstFinal: 4,
    onSecondFinal: 4,
    onThirdFinal: 4,
    diceRoll: "6-6, then 20",
    hitType: "line_drive",
    resultDescription: "“Grand slam”, naïve 野球 ⚾",
    checkPos: "CF",
    playMetadata: { roll: [6, 6, 20], nested: { deep: [null, true, "x"] } },
    createdAt: new Date("2024-02-29T23:59:59.987Z"),
    locked: true,
    complete: true,
    pa: 1,
    ab: 1,
    hit: 1,
    homerun: 1,
    rbi: 4,
    sb: 1,
    cs: 2,
    pickOff: 3,
    wildPitch: 1,
    passedBall: 1,
    balk: 1,
    error: 9,
    bphr: 1,
    bpfo: 1,
    bp1b: 1,
    bplo: 1,
    outsRecorded: 2,
    earnedRuns: 3,
    wpa: -0.337,
    re24: 2.71,
    ...{ responsibleBatterId: game.runnerId, responsiblePitcherId: game.defenderId },
    ...{
      onFirstPitcherId: game.catcherId,
      onSecondPitcherId: game.defenderId,
      onThirdPitcherId: game.pitcherId,
    },
    ...{ stolenBaseCode: 4, caughtStealingCode: 3, earnedRunCode: 13, teamUnearnedRuns: 2 },
    ...{ putoutPositions: "34", assistPositions: "6436", errorPositions: "152", doublePlay: 1 },
  };
}

const at = (game: StagedGame, playNumber: number): PlayInput => ({
  gameId: game.gameId,
  playNumber,
  inning: 1,
  half: "top",
  outsBefore: 0,
  battingOrder: 1,
  awayScore: 0,
  homeScore: 0,
  batterId: game.batterId,
  pitcherId: game.pitcherId,
});

/** Plays that between them set every column to something other than its default: no one play can have them all. */
export function tellingPlays(game: StagedGame): PlayInput[] {
  return [
    grandSlam(game),
    { ...at(game, 2), pa: 1, ab: 1, hit: 1, double: 1, batterFinal: 2 },
    { ...at(game, 3), pa: 1, ab: 1, hit: 1, triple: 1, batterFinal: 3 },
    { ...at(game, 4), pa: 1, bb: 1, ibb: 1, batterFinal: 1 },
    { ...at(game, 5), pa: 1, hbp: 1, batterFinal: 1 },
    { ...at(game, 6), pa: 1, ab: 1, so: 1, outsRecorded: 1 },
    { ...at(game, 7), pa: 1, sacBunt: 1, onFirstId: game.onFirstId, onFirstFinal: 2, outsRecorded: 1 },
    { ...at(game, 8), pa: 1, sacFly: 1, onThirdId: game.onThirdId, onThirdFinal: 4, rbi: 1 },
    { ...at(game, 9), pa: 1, ab: 1, gidp: 1, onFirstId: game.onFirstId, outsRecorded: 2 },
    { ...at(game, 10), onSecondId: game.onSecondId, onSecondFinal: 3, sb: 1 },
    { ...at(game, 11), pa: 1, ab: 1, outsRecorded: 3, triplePlay: 1, onFirstId: game.onFirstId },
  ];
}
