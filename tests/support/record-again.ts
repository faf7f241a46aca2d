import { renamed } from "../../src/import/game-file/game-file.js";
import { stepsAfter } from "../../src/import/game-file/lineup-steps.js";
import { substitutionOf } from "../../src/import/game-file/rehearsal.js";
import type { DatabaseOperations, GameState, Play, PlayInput, RewoundGame } from "../../src/index.js";

/** Records the plays and substitutions that a rewind removed again, using only what it returned. */
export async function recordAgain(operations: DatabaseOperations, rewound: RewoundGame): Promise<void> {
  const { before, plays, lineups, returned, decisions } = rewound;
  const changed = [...returned, ...lineups].toSorted((one, other) => one.id - other.id);
  const newIds = new Map<number, number>();
  const idOf = (id: number) => newIds.get(id) ?? id;
  for (const [index, play] of plays.entries()) {
    await operations.recordPlay(inputOf(play, idOf), stateAfter(before, plays[index + 1]));
    const steps = stepsAfter(changed, play.playNumber).filter(({ entries }) =>
      entries.every((entry) => lineups.some(({ id }) => id === entry.id)),
    );
    for (const step of steps) {
      const { entries } = await operations.substitute(substitutionOf(before.id, step, idOf));
      for (const [place, { id }] of step.entries.entries()) newIds.set(id, entries[place]?.id ?? 0);
    }
  }
  const credited = Object.entries(decisions).map(([decision, id]) => [decision, id && idOf(id)]);
  await operations.setDecisions(before.id, Object.fromEntries(credited));
  await operations.updateGameState(before.id, stateAfter(before, undefined));
}

/** A stored play as it was given, with its people named again. */
function inputOf(stored: Play, idOf: (id: number) => number): PlayInput {
  const { id: _id, onBaseCode: _onBaseCode, runsScored: _runsScored, ...play } = stored;
  return renamed(play, idOf);
}

function stateAfter(before: RewoundGame["before"], next: Play | undefined): GameState {
  const { inning, half, homeScore, awayScore } = next ?? before;
  const state = { inning, half, homeScore, awayScore };
  if (next !== undefined) return state;
  const { status, winnerTeamId, completedAt } = before;
  return {
    ...{ ...state, status },
    winnerTeamId: winnerTeamId ?? undefined,
    completedAt: completedAt ?? undefined,
  };
}
