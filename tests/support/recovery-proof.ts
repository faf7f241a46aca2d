import { isDeepStrictEqual } from "node:util";
import { LineupRecorder } from "../../src/import/game-file/lineup-recorder.js";
import {
  createGame,
  databasePlay,
  finalState,
  recordRoster,
  stateAfter,
} from "../../src/import/game-file/record-game.js";
import type { FilePlay, GameFile } from "../../src/import.js";
import {
  type Database,
  DatabaseOperations,
  type RecoveredGame,
  recoverGame,
  verifyGame,
} from "../../src/index.js";
import { type GameRows, toGameFile } from "./chadwick/index.js";

/** The comparisons of a proof over real games, and the differences from the data. */
export class RecoveryProof {
  readonly exceptions: string[] = [];
  games = 0;
  plays = 0;
  recoveries = 0;
  /** How many games' lineups went through `setStartingLineup` and `substitute`. */
  played = 0;
  /** How many games ended by the rules; a called game did not. */
  endedByTheRules = 0;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Records games, several at once. */
  async recordAll(games: AsyncGenerator<GameRows>, recorders: number): Promise<void> {
    const recorder = async () => {
      for await (const rows of games) await this.record(toGameFile(rows));
    };
    await Promise.all(Array.from({ length: recorders }, recorder));
  }

  /**
   * Records a game through the operations, each a transaction of its own. After every play, and again after the
   * substitutions that follow it, the game is recovered and compared with where its next play begins.
   */
  async record(file: GameFile): Promise<void> {
    const operations = new DatabaseOperations(this.#database);
    const lineup = new LineupRecorder(file);
    await createGame(operations, file);
    await recordRoster(operations, file);
    await lineup.enterAfter(operations, 0);
    this.#compareNext(file, lineup, 0, await this.#recover(file));
    for (const [index, play] of file.plays.entries()) {
      const state = stateAfter(file, index);
      const { stateVersion } = await operations.recordPlay(databasePlay(file, play, lineup), state);
      const recovered = await this.#recover(file);
      const counted = { playCount: index + 1, lastPlay: play.playNumber, stateVersion };
      this.#compare(file, play.playNumber, "counts", countsOf(recovered), counted);
      await this.#compareAfter(file, lineup, index + 1, recovered);
      this.plays += 1;
    }
    await operations.updateGameState(file.game.id, finalState(file));
    await this.#compareEnd(file);
    this.games += 1;
    if (lineup.notices.length === 0) this.played += 1;
  }

  async #recover(file: GameFile): Promise<RecoveredGame> {
    const recovered = await recoverGame(this.#database, file.game.id);
    this.recoveries += 1;
    if (recovered === null) throw new Error(`game ${file.game.id} is not there`);
    return recovered;
  }

  /** Before the substitutions are recorded, the same places in the batting order bat and run. */
  async #compareAfter(file: GameFile, lineup: LineupRecorder, index: number, recovered: RecoveredGame) {
    const [play, next] = [file.plays[index - 1] as FilePlay, file.plays[index]];
    if (!lineup.hasEntriesAfter(play.playNumber)) return this.#compareNext(file, lineup, index, recovered);
    if (next !== undefined)
      this.#compare(file, next.playNumber, "places", placesOf(recovered), expectedPlaces(file, next));
    await lineup.enterAfter(new DatabaseOperations(this.#database), play.playNumber);
    this.#compareNext(file, lineup, index, await this.#recover(file));
  }

  /** Compares everything that the file says about the situation before the play at this index. */
  #compareNext(file: GameFile, lineup: LineupRecorder, index: number, recovered: RecoveredGame): void {
    const play = file.plays[index];
    if (play === undefined) return;
    this.#compare(file, play.playNumber, "situation", placesOf(recovered), expectedPlaces(file, play));
    this.#compare(file, play.playNumber, "people", peopleOf(recovered), expectedPeople(lineup, play));
    this.#compareFielders(file, lineup, play, recovered);
  }

  #compareFielders(
    file: GameFile,
    lineup: LineupRecorder,
    play: FilePlay,
    { fielders }: RecoveredGame,
  ): void {
    const ids = Object.values(fielders).map(({ id }) => id);
    const has = (fileId: number | null) => fileId === null || ids.includes(lineup.idOf(fileId));
    this.#compare(
      file,
      play.playNumber,
      "fielders",
      { count: ids.length, catcher: has(play.catcherId), defender: has(play.defenderId) },
      { count: 9, catcher: true, defender: true },
    );
  }

  async #compareEnd(file: GameFile): Promise<void> {
    const { status, awayScore, homeScore, isOver } = await this.#recover(file);
    const { game } = file;
    const last = file.plays.length;
    const stored = { status: game.status, awayScore: game.awayScore, homeScore: game.homeScore };
    this.#compare(file, last, "the end", { status, awayScore, homeScore }, stored);
    this.#compare(file, last, "verify", await verifyGame(this.#database, game.id), []);
    if (isOver) this.endedByTheRules += 1;
  }

  #compare(file: GameFile, play: number, what: string, is: unknown, should: unknown): void {
    if (isDeepStrictEqual(is, should)) return;
    this.exceptions.push(
      `${file.game.metadata.sourceGameId} play ${play}, ${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`,
    );
  }
}

const countsOf = ({ playCount, lastPlay, stateVersion }: RecoveredGame) => ({
  playCount,
  lastPlay: lastPlay?.playNumber,
  stateVersion,
});

/** The situation of a game, with people given by their places in the batting order, which substitutes take over. */
function placesOf({ inning, half, outs, awayScore, homeScore, bases, dueUp }: RecoveredGame) {
  const place = (entry: { battingOrder: number | null } | null) => entry?.battingOrder ?? null;
  const { battingOrder } = dueUp[half === "top" ? "away" : "home"];
  return {
    ...{ inning, half, outs, awayScore, homeScore, battingOrder },
    bases: [place(bases.first), place(bases.second), place(bases.third)],
  };
}

function expectedPlaces(file: GameFile, play: FilePlay) {
  const { inning, half, outsBefore, awayScore, homeScore, battingOrder } = play;
  const place = (id: number | null) => (id === null ? null : (file.lineups[id - 1]?.battingOrder ?? null));
  return {
    ...{ inning, half, outs: outsBefore, awayScore, homeScore, battingOrder },
    bases: [place(play.onFirstId), place(play.onSecondId), place(play.onThirdId)],
  };
}

const peopleOf = ({ batter, pitcher, bases, chargedTo, dueUp, half }: RecoveredGame) => ({
  batter: batter?.id,
  dueUp: dueUp[half === "top" ? "away" : "home"].batter?.id,
  pitcher: pitcher?.id,
  bases: [bases.first, bases.second, bases.third].map((entry) => entry?.id ?? null),
  chargedTo: [chargedTo.first, chargedTo.second, chargedTo.third].map((entry) => entry?.id ?? null),
});

function expectedPeople(lineup: LineupRecorder, play: FilePlay) {
  const person = (id: number | null) => (id === null ? null : lineup.idOf(id));
  return {
    batter: lineup.idOf(play.batterId),
    dueUp: lineup.idOf(play.batterId),
    pitcher: lineup.idOf(play.pitcherId),
    bases: [play.onFirstId, play.onSecondId, play.onThirdId].map(person),
    chargedTo: [play.onFirstPitcherId, play.onSecondPitcherId, play.onThirdPitcherId].map(person),
  };
}
