import type { Decisions } from "../../models/decisions.js";
import type { StartingLineup, Substitution } from "../../models/lineup-rules/index.js";
import type { LineupEntry, PdLineupInput, SbaLineupInput } from "../../models/lineups.js";
import { type MadeDecisions, setDecisions } from "../decisions.js";
import type { VersionExpectation } from "../found-game.js";
import { getLineupAt } from "../lineup-at.js";
import * as lineups from "../lineups.js";
import { type StartedLineup, setStartingLineup } from "../starting-lineup.js";
import { type MadeSubstitution, substitute } from "../substitutions.js";
import { PlayOperations } from "./plays.js";

/** What is done with a game's lineups. */
export abstract class LineupOperations extends PlayOperations {
  /**
   * Adds a card to the lineup of a PD game.
   *
   * @returns the lineup entry's id, by which plays name it
   * @throws {NotOnRosterError} when the team has a roster in this game, and the card is not on it
   * @throws {GameNotFoundError} {WrongLeagueError} {BattingSlotTakenError} {FieldingPositionTakenError}
   */
  addPdLineupCard(entry: PdLineupInput): Promise<number> {
    return lineups.addPdLineupCard(this.executor, entry);
  }

  /** As `addPdLineupCard`, a player in an SBA game. */
  addSbaLineupPlayer(entry: SbaLineupInput): Promise<number> {
    return lineups.addSbaLineupPlayer(this.executor, entry);
  }

  /** A team's active lineup, in batting order; those who do not bat come last. */
  getActiveLineup(gameId: string, teamId: number): Promise<LineupEntry[]> {
    return lineups.getActiveLineup(this.executor, gameId, teamId);
  }

  /**
   * Takes a player out of the active lineup, and notes the last play before it; his entry stays, with its plays. It
   * asks no rule of the game, and does not count as a change of the game's state: `substitute` does both.
   *
   * @throws {LineupEntryNotFoundError}
   */
  deactivateLineupPlayer(gameId: string, lineupId: number): Promise<LineupEntry> {
    return lineups.deactivateLineupPlayer(this.executor, gameId, lineupId);
  }

  /**
   * Enters a team's whole lineup before the game's first play: nine players, or ten with a designated hitter. A
   * pitcher who is his own designated hitter is named for both.
   *
   * @example
   * ```ts
   * await operations.setStartingLineup({
   *   gameId,
   *   teamId,
   *   players: [
   *     { playerId: 14, playerName: "Ernie Banks", position: "SS", battingOrder: 4 },
   *     { playerId: 31, playerName: "Fergie Jenkins", position: "P", battingOrder: 9 },
   *     …
   *   ],
   * });
   * ```
   * @throws {IllegalLineupError} when a game cannot begin like this; `details.reasons` lists every reason
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  setStartingLineup(lineup: StartingLineup, options?: VersionExpectation): Promise<StartedLineup> {
    return setStartingLineup(this.executor, lineup, options);
  }

  /**
   * Makes all that one team changes at once, as one step: everything or nothing. Whoever comes in stands in the
   * batting slot of the one whom he replaces. The history is kept: the entries that end stay, the new ones tell whom
   * they replace, in which inning, and after which play.
   *
   * After a `CommitOutcomeUnknownError` it can be called again with the `expectedVersion` of before: a
   * `StaleGameStateError` then says that it was made.
   *
   * @example
   * ```ts
   * // A pinch hitter for the batter who is due:
   * await operations.substitute({ gameId, teamId, changes: [{ replaces: batter, playerId: 8, position: "PH" }] });
   * // A double switch: the pitcher bats where the left fielder did, the left fielder where the pitcher did.
   * await operations.substitute({
   *   gameId,
   *   teamId,
   *   changes: [
   *     { replaces: leftFielder, playerId: 46, position: "P" },
   *     { replaces: pitcher, playerId: 27, position: "LF" },
   *   ],
   * });
   * // Two fielders change places; nobody is named, so that those who are replaced are meant themselves.
   * await operations.substitute({
   *   gameId,
   *   teamId,
   *   changes: [{ replaces: second, position: "SS" }, { replaces: short, position: "2B" }],
   * });
   * ```
   * @throws {IllegalSubstitutionError} when the rules do not allow it; `details.reasons` lists every reason
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  substitute(substitution: Substitution, options?: VersionExpectation): Promise<MadeSubstitution> {
    return substitute(this.executor, substitution, options);
  }

  /**
   * The entries of both teams that stood in the lineups when a play began, in batting order; with the number after
   * the last play's, those that stand there now. Whether an entry is active is told as of now.
   */
  getLineupAt(gameId: string, playNumber: number): Promise<LineupEntry[]> {
    return getLineupAt(this.executor, gameId, playNumber);
  }

  /**
   * Credits the pitchers who won, lost and saved the game, as the scorer decides it: all of them at once. Who is not
   * named has no decision any more, so that the same call corrects what was decided before; made again it changes
   * nothing. Whether the game is over is not asked.
   *
   * @example
   * ```ts
   * await operations.setDecisions(gameId, { win: chapman, loss: shaw, save: montgomery });
   * ```
   * @param decisions lineup entries of pitchers; null or left out for nobody
   * @throws {LineupEntryNotFoundError} when an entry is not of this game; `details.fields` names every such decision
   * @throws {ValidationError} for an entry that has not pitched or is named twice, a winner and a loser of one team,
   *   or a save for the team that lost; it names all that is wrong
   * @throws {GameNotFoundError} {StaleGameStateError}
   */
  setDecisions(gameId: string, decisions: Decisions, options?: VersionExpectation): Promise<MadeDecisions> {
    return setDecisions(this.executor, gameId, decisions, options);
  }
}
