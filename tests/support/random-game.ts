import {
  DatabaseOperations,
  type Executor,
  type GameInput,
  IllegalPlayError,
  type League,
  type LineupEntry,
  type RecordEventOptions,
  type RecoveredGame,
  recordEvent,
  recordSubstitution,
  recoverGame,
} from "../../src/index.js";
import { scorePlay } from "../../src/rules/scoring/score-play.js";
import { type Choose, possibleEvent } from "./possible-events.js";

const order = ["CF", "2B", "LF", "1B", "RF", "3B", "SS", "C"] as const;

/** The choices before a game begins. */
export interface RandomGameRules {
  readonly leagueId: League;
  readonly awayTeamId: number;
  readonly homeTeamId: number;
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
  /** True where the pitchers do not bat. */
  readonly usesDesignatedHitters: boolean;
  /** Added to everybody's number. */
  readonly firstPerson: number;
}

/** A random game that follows the rules, played on a database from the first out to the last. */
export class RandomGame {
  game!: RecoveredGame;
  readonly #executor: Executor;
  readonly #operations: DatabaseOperations;
  readonly #rules: RandomGameRules;
  readonly #choose: Choose;
  #people = 0;
  #formerPitcher: LineupEntry | undefined;

  constructor(executor: Executor, rules: RandomGameRules, choose: Choose) {
    this.#executor = executor;
    this.#operations = new DatabaseOperations(executor);
    this.#rules = rules;
    this.#choose = choose;
  }

  async begin(given: Partial<GameInput> = {}): Promise<void> {
    const { leagueId, awayTeamId, homeTeamId, scheduledInnings, automaticRunnerInning } = this.#rules;
    const teams = { leagueId, awayTeamId, homeTeamId, awayTeamName: 'The "Old" Comets, Ltd.' };
    const { id: gameId } = await this.#operations.createGame({
      ...teams,
      ...{ scheduledInnings, automaticRunnerInning },
      ...given,
    });
    for (const teamId of [awayTeamId, homeTeamId]) {
      const players = [...order, this.#rules.usesDesignatedHitters ? "DH" : "P"].map((position, index) => ({
        ...this.#person(),
        position: position as "C",
        battingOrder: index + 1,
      }));
      const pitcher = this.#rules.usesDesignatedHitters
        ? [{ ...this.#person(), position: "P" as const }]
        : [];
      await this.#operations.setStartingLineup({ gameId, teamId, players: [...players, ...pitcher] });
    }
    await this.#operations.startGame(gameId);
    this.game = (await recoverGame(this.#executor, gameId)) as RecoveredGame;
  }

  /** Makes a change, or records a play. */
  async step(): Promise<void> {
    const isChanged = (await this.#takeTheField()) || (this.#choose(12) === 0 && (await this.#substitute()));
    if (!isChanged) await this.#play();
  }

  async #play(): Promise<void> {
    const notes = this.#notes();
    for (let attempt = 0; ; attempt += 1) {
      const event = attempt < 20 ? possibleEvent(this.game, this.#choose) : ({ event: "strikeout" } as const);
      try {
        // Refused before anything is sent: the transaction continues.
        scorePlay<LineupEntry>(this.game, event, notes);
      } catch (error) {
        if (error instanceof IllegalPlayError) continue;
        throw error;
      }
      const { half } = this.game;
      this.game = await recordEvent(this.#executor, this.game, event, notes);
      // A runner put out may end the half-inning during a turn at bat, which then begins again.
      if (this.game.lastPlay?.pa === 1 || this.game.half !== half) this.#formerPitcher = undefined;
      return;
    }
  }

  #notes(): RecordEventOptions {
    const dice = [1 + this.#choose(6), 1 + this.#choose(6)];
    return {
      ...(this.#choose(2) === 0 ? { diceRoll: dice.join("+") } : {}),
      ...(this.#choose(8) === 0
        ? { checkPos: "SS", playMetadata: { chart: 'D4-"16", é', tries: dice } }
        : {}),
      ...(this.#choose(8) === 0
        ? { inPow: true, bp1b: 1, resultDescription: "As the card says, a line drive." }
        : {}),
      ...(this.#formerPitcher !== undefined ? { formerPitcher: this.#formerPitcher } : {}),
    };
  }

  /** Pinch hitters and pinch runners take fielding positions when their team is in the field. */
  async #takeTheField(): Promise<boolean> {
    const side = this.game.half === "top" ? "home" : "away";
    const waiting = this.game.lineups[side].filter(({ position }) => position === "PH" || position === "PR");
    const free = [...order, "P" as const].filter((position) => this.game.fielders[position] === undefined);
    const changes = waiting.slice(0, free.length).map(({ id, cardId, playerId, playerName }, index) => ({
      ...personOf({ cardId, playerId }),
      ...{ replaces: id, position: free[index], playerName },
    }));
    if (changes.length === 0) return false;
    await this.#change(waiting[0] as LineupEntry, changes);
    return true;
  }

  async #substitute(): Promise<boolean> {
    const { batter, pitcher, bases } = this.game;
    const runner = bases.first ?? bases.second;
    const replaced = [batter, pitcher, runner][this.#choose(3)] ?? null;
    if (replaced === null || replaced.position === "DH" || replaced.position === "PH") return false;
    const position = replaced === pitcher ? "P" : replaced === batter ? "PH" : "PR";
    if (replaced === pitcher && pitcher !== null && this.#choose(2) === 0)
      this.#formerPitcher ??= { ...pitcher, isActive: false, leftAfterPlay: this.game.playCount };
    await this.#change(replaced, [{ replaces: replaced.id, position, ...this.#person() }]);
    return true;
  }

  async #change({ teamId }: LineupEntry, changes: readonly object[]): Promise<void> {
    const substitution = { teamId, changes: changes as never };
    this.game = await recordSubstitution(this.#executor, this.game, substitution);
  }

  #person() {
    this.#people += 1;
    const number = this.#rules.firstPerson + this.#people;
    const playerName = this.#people % 7 === 0 ? null : `Player "${number}", Jr.`;
    return this.#rules.leagueId === "pd" ? { cardId: number, playerName } : { playerId: number, playerName };
  }
}

const personOf = ({ cardId, playerId }: Pick<LineupEntry, "cardId" | "playerId">) =>
  cardId === null ? { playerId: playerId as number } : { cardId };
