import type { FilePlay, GameFile } from "../../import/game-file/game-file.js";
import { LineupRecorder } from "../../import/game-file/lineup-recorder.js";
import { createGame, databasePlay, recordRoster } from "../../import/game-file/record-game.js";
import { DatabaseOperations } from "../../operations/database-operations.js";
import { recordEvent } from "../../recovery/record-event.js";
import { type RecoveredGame, recoverGame } from "../../recovery/recover-game.js";
import type { Database } from "../../session/database.js";
import { loadWholeGame } from "../../statements/whole-game-statements.js";

/** Records a game file as a live server would: one transaction for each play, and for each substitution. */
export class GameRecorder {
  readonly #database: Database;
  readonly #file: GameFile;
  readonly #lineup: LineupRecorder;
  /** The current situation of the game; read again after a substitution. */
  #game: RecoveredGame | undefined;
  /** How many plays are recorded. */
  #played = 0;
  /** How many transactions this recorder has committed. */
  transactions = 0;

  private constructor(database: Database, file: GameFile) {
    this.#database = database;
    this.#file = file;
    this.#lineup = new LineupRecorder(file);
  }

  /** Creates the game, with both rosters and both starting lineups, and starts it. */
  static async begin(database: Database, file: GameFile): Promise<GameRecorder> {
    const recorder = new GameRecorder(database, file);
    await recorder.#transaction(async (operations) => {
      await createGame(operations, file);
      await recordRoster(operations, file);
      await recorder.#lineup.enterAfter(operations, 0);
      await operations.startGame(file.game.id, { at: file.game.startedAt ?? undefined });
    });
    return recorder;
  }

  /** Finds out from the database how far the game was recorded, and completes what a crash interrupted. */
  static async resume(database: Database, file: GameFile): Promise<GameRecorder> {
    const recorder = new GameRecorder(database, file);
    const [stored] = await database.execute(loadWholeGame, { gameId: file.game.id });
    recorder.#lineup.resume(stored?.lineups ?? []);
    recorder.#played = stored?.plays.length ?? 0;
    await recorder.#substitute();
    return recorder;
  }

  get played(): number {
    return this.#played;
  }

  /** Records the next play from its notation, and then the substitutions that followed. */
  async recordNext(): Promise<FilePlay> {
    const play = this.#nextPlay();
    const { locked, createdAt, playMetadata } = play;
    this.#game ??= (await recoverGame(this.#database, this.#file.game.id)) as RecoveredGame;
    const notes = { asWritten: true, locked, createdAt, playMetadata };
    this.#game = await recordEvent(this.#database, this.#game, String(playMetadata.event), notes);
    this.transactions += 1;
    this.#played += 1;
    await this.#substitute();
    return play;
  }

  /** Writes the next play without committing it. */
  async writeHalfOfNext(): Promise<FilePlay> {
    const play = this.#nextPlay();
    const session = await this.#database.session();
    await new DatabaseOperations(session).savePlay(databasePlay(this.#file, play, this.#lineup));
    return play;
  }

  /** Ends the game as in the file; a game that is not over there is not ended. */
  async finish(): Promise<void> {
    const { id, status, winnerTeamId, completedAt } = this.#file.game;
    const at = completedAt ?? undefined;
    await this.#transaction(async (operations) => {
      if (status === "completed") {
        await operations.completeGame(id, { at, winnerTeamId: winnerTeamId ?? undefined });
      }
      if (status === "abandoned") await operations.abandonGame(id, { at });
      if (status === "paused") await operations.pauseGame(id);
      await this.#lineup.decide(operations);
    });
  }

  #nextPlay(): FilePlay {
    const play = this.#file.plays[this.#played];
    if (play === undefined) throw new RangeError(`the game file has no play after ${this.#played}`);
    return play;
  }

  async #substitute(): Promise<void> {
    const after = this.#file.plays[this.#played - 1]?.playNumber ?? 0;
    if (!this.#lineup.hasEntriesAfter(after)) return;
    await this.#transaction((operations) => this.#lineup.enterAfter(operations, after));
    this.#game = undefined;
  }

  async #transaction(work: (operations: DatabaseOperations) => Promise<void>): Promise<void> {
    await this.#database.transaction((session) => work(new DatabaseOperations(session)));
    this.transactions += 1;
  }
}
