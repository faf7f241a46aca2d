import type { LineupEntry } from "../models/lineups-table.js";
import { merged } from "../models/validate.js";
import type { DatabaseOperations } from "../operations/database-operations.js";
import type { Substitution } from "../rules/lineups/substitution.js";
import { applyLineups } from "../rules/scoring/apply-play.js";
import { situationAfter } from "../rules/situation.js";
import type { Executor } from "../session/executor.js";
import { operationsOf, withRow } from "./record-event.js";
import type { RecoveredGame } from "./recover-game.js";

/** A substitution in a game that is passed separately. */
export type GameSubstitution = Omit<Substitution, "gameId">;

/**
 * Makes a substitution and returns the game after it: what `recoverGame` would read. The game passed in is not changed. If
 * another process has changed the game, nothing is stored.
 *
 * @example
 * ```ts
 * game = await recordSubstitution(database, game, {
 *   teamId: game.game.homeTeamId,
 *   changes: [{ replaces: game.batter.id, playerId: 8, position: "PH" }],
 * });
 * ```
 * @throws {IllegalSubstitutionError} if the rules do not allow it; `details.reasons` lists every reason
 * @throws {StaleGameStateError} if another process has changed the game
 */
export async function recordSubstitution(
  executor: Executor | DatabaseOperations,
  game: RecoveredGame,
  substitution: GameSubstitution,
): Promise<RecoveredGame> {
  const { entries, ended, stateVersion } = await operationsOf(executor).substitute(
    merged(substitution, { gameId: game.gameId }) as Substitution,
    { expectedVersion: game.stateVersion },
  );
  const endedIds = new Set(ended.map(({ id }) => id));
  const present = [...game.lineups.away, ...game.lineups.home].filter(({ id }) => !endedIds.has(id));
  const known = [...present, ...ended, ...entries, ...formerRunners(game), ...chargedPitchers(game)];
  const lineups = known.toSorted((one, other) => one.id - other.id);
  const next = applyLineups<LineupEntry, RecoveredGame>(game, lineups);
  return withRow({ ...next, stateVersion, game: { ...game.game, stateVersion } });
}

/** Runners of the last play who were replaced by pinch runners, each with the batting order of the one who runs now. */
function formerRunners({ lastPlay, bases }: RecoveredGame): LineupEntry[] {
  if (lastPlay === null) return [];
  const {
    batterId,
    batterFinal,
    onFirstId,
    onFirstFinal,
    onSecondId,
    onSecondFinal,
    onThirdId,
    onThirdFinal,
  } = lastPlay;
  const movers = [
    [batterId, batterFinal],
    [onFirstId, onFirstFinal],
    [onSecondId, onSecondFinal],
    [onThirdId, onThirdFinal],
  ] as const;
  const at = [null, bases.first, bases.second, bases.third] as const;
  return movers.flatMap(([id, final]) => {
    const runner = final === null ? null : at[final];
    return id === null || runner == null || runner.id === id ? [] : [{ ...runner, id, isActive: false }];
  });
}

/** Pitchers who are charged with runners and have left; one who has come back is included by his earlier entry too. */
function chargedPitchers({ chargedTo, lastPlay }: RecoveredGame): LineupEntry[] {
  const after = lastPlay === null ? null : situationAfter(lastPlay);
  const charged = [
    [chargedTo.first, after?.onFirstPitcherId],
    [chargedTo.second, after?.onSecondPitcherId],
    [chargedTo.third, after?.onThirdPitcherId],
  ] as const;
  return charged.flatMap(([entry, id]) => {
    if (entry === null) return [];
    return id == null || id === entry.id ? [entry] : [entry, { ...entry, id, isActive: false }];
  });
}
