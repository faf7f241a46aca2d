import { sampleGameId } from "./sample-inputs.js";

/** A small game file's JSON: two plays and a substitution, with no more than what is required. */
export function smallGameFile() {
  return {
    format: "dugout-game",
    version: 1,
    game: { id: sampleGameId, leagueId: "sba", homeTeamId: 1, awayTeamId: 2 },
    roster: [
      { teamId: 1, playerId: 101 },
      { teamId: 2, playerId: 201 },
    ],
    lineups: [
      { id: 1, teamId: 2, playerId: 201, position: "SS", battingOrder: 1 },
      { id: 2, teamId: 1, playerId: 101, position: "P" },
      { id: 3, teamId: 2, playerId: 202, position: "PR", battingOrder: 1, replacingId: 1, afterPlay: 1 },
    ] as FileEntry[],
    plays: [
      { ...situation, playNumber: 1, batterId: 1, pitcherId: 2, pa: 1, bb: 1, batterFinal: 1 },
      { ...situation, playNumber: 2, batterId: 1, pitcherId: 2, runnerId: 3 },
    ] as FilePlayJson[],
  };
}

type FileEntry = Record<string, string | number | boolean | null>;
type FilePlayJson = Record<string, unknown>;

const situation = { inning: 1, half: "top", outsBefore: 0, battingOrder: 1, awayScore: 0, homeScore: 0 };
