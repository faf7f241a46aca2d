/** Inputs that are valid, with no more than what is required; a test changes the one thing it is about. */
export const sampleGameId = "01920000-0000-7000-8000-000000000001";

export const samplePlay = {
  gameId: sampleGameId,
  playNumber: 1,
  inning: 1,
  half: "top",
  outsBefore: 0,
  battingOrder: 1,
  awayScore: 0,
  homeScore: 0,
  batterId: 1,
  pitcherId: 10,
} as const;

export const sampleGame = { id: sampleGameId, leagueId: "sba", homeTeamId: 1, awayTeamId: 2 } as const;

/** What a call throws; the test fails if it throws nothing. */
export function thrownBy(call: () => unknown): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    return error;
  }
  throw new Error(`nothing was thrown; the result was ${JSON.stringify(result)}`);
}

/** The reason with which a promise is rejected; the test fails if it is fulfilled. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (error: unknown) => error,
  );
}
