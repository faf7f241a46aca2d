import { IllegalPlayError, NotationError } from "../../errors/errors.js";
import type { GameValues } from "../../models/games-table.js";
import { nameOf } from "../../rules/lineups/team-lineup.js";
import { liveGame } from "../../rules/live-game.js";
import { applyLineups } from "../../rules/scoring/apply-play.js";
import { type ScoreOptions, scorePlay } from "../../rules/scoring/score-play.js";
import type { ScoringGame } from "../../rules/scoring/scoring-game.js";
import type { FileLineupEntry } from "../game-file/game-file.js";
import { type EventRecord, type GameRecords, refuse } from "./event-records.js";
import { type Appearance, addStarters, playerOf, substitute } from "./lineup-changes.js";
import { Lineup } from "./replayed-lineup.js";
import { playerNumber } from "./retrosheet-codes.js";
import type { NamesById } from "./season-names.js";

type GameOfFile = ScoringGame<FileLineupEntry>;

/** A record that puts a runner on base, or charges another pitcher with one, and the pitcher when it was read. */
export interface Adjustment {
  readonly record: EventRecord;
  readonly pitcher: FileLineupEntry | null;
}

/** The situation of a replayed game, and its lineups so far. Gaps in the file are filled as closely as the rules allow. */
export class GameInProgress {
  readonly lineup = new Lineup();
  /** Sentences about unusual records. */
  readonly notices: string[] = [];
  game!: GameOfFile;
  readonly #records: GameRecords;
  readonly #people: NamesById;
  readonly #row: GameValues;

  constructor(records: GameRecords, row: GameValues, people: NamesById) {
    this.#records = records;
    this.#row = row;
    this.#people = people;
  }

  start(starters: readonly (Appearance & { readonly record: EventRecord })[]): void {
    this.notices.push(...addStarters(this.#records, this.lineup, starters, this.#row));
    const facts = { game: this.#row, lastPlay: null, lastTurns: { top: null, bottom: null } };
    this.game = {
      gameId: this.#row.id,
      game: this.#row,
      ...liveGame<FileLineupEntry>({ ...facts, lineups: this.lineup.entries }),
      playCount: 0,
      lastPlay: null,
    };
  }

  note(notice: string): void {
    this.notices.push(`after play ${this.game.playCount}, ${notice}`);
  }

  change(appearances: readonly Appearance[]): void {
    const moment = { enteredInning: this.game.inning, afterPlay: this.game.playCount };
    const notices = substitute(this.lineup, appearances, moment);
    for (const notice of notices) this.note(notice);
    this.game = applyLineups(this.game, this.lineup.entries);
  }

  score(record: EventRecord, batter: FileLineupEntry, options: ScoreOptions<FileLineupEntry>) {
    try {
      return scorePlay(this.game, record.fields[5] ?? "", {
        asWritten: true,
        ...(batter.id === this.game.batter?.id ? {} : { batter }),
        ...options,
      });
    } catch (error) {
      if (error instanceof NotationError || error instanceof IllegalPlayError)
        refuse(this.#records, record, `is not possible: ${error.message}`, error);
      throw error;
    }
  }

  /**
   * The batter is the one whom the record names. A batter who is not due is accepted only if the file says so; otherwise plays
   * are missing.
   */
  batter(record: EventRecord, isOutOfTurn: boolean): FileLineupEntry {
    const { half } = this.game;
    const team = half === "top" ? this.#row.awayTeamId : this.#row.homeTeamId;
    const id = record.fields[2] ?? "";
    const playerId = playerOf(this.#records, record, id);
    const due = this.game.batter;
    if (due?.playerId === playerId) return due;
    const named = this.lineup.batter(team, playerId);
    if (named !== undefined) {
      const message = `${nameOf(named)} bats, and ${due === null ? "nobody" : nameOf(due)} is due`;
      if (!isOutOfTurn)
        refuse(this.#records, record, `does not follow: ${message}, and no ladj record says so`);
      this.note(message);
      return named;
    }
    return this.#unannounced(record, id, playerId, team);
  }

  /** A batter whom no record brought in takes the place of the one who is due. */
  #unannounced(record: EventRecord, id: string, playerId: number, teamId: number): FileLineupEntry {
    const due = this.game.batter;
    if (due === null) return refuse(this.#records, record, `names ${id}, who is not in the game`);
    const playerName = this.#people.get(id) ?? null;
    this.note(`${playerName ?? id} bats for ${nameOf(due)}, and no record brought him in`);
    const { battingOrder } = due;
    const person = { teamId, playerId, playerName, position: "PH" as const, battingOrder };
    this.change([person]);
    return this.game.batter ?? refuse(this.#records, record, `names ${id}, who is not in the game`);
  }

  /** A pitcher who batted or ran for another player pitches again, although no record says so. */
  returnToMound(): void {
    const { pitcher, half } = this.game;
    if (pitcher !== null) return;
    const team = half === "top" ? this.#row.homeTeamId : this.#row.awayTeamId;
    const last = this.lineup.entries.findLast(({ teamId, position }) => teamId === team && position === "P");
    const [now] = last?.playerId == null ? [] : this.lineup.ofPlayer(team, last.playerId);
    if (last === undefined || now === undefined) return;
    this.note(`${nameOf(last)} pitches again, and no record says so`);
    const { playerName, battingOrder } = now;
    const person = { teamId: team, playerId: now.playerId as number, playerName, battingOrder };
    this.change([{ ...person, position: "P" }]);
  }

  /** Puts a runner on base (`radj`), or charges another pitcher with one (`presadj`). */
  adjust(adjustments: readonly Adjustment[]): void {
    for (const { record, pitcher } of adjustments) {
      const [id = "", base = ""] = record.fields;
      const place = (["first", "second", "third"] as const)[Number(base) - 1];
      if (place === undefined) refuse(this.#records, record, `must name a base from 1 to 3, not "${base}"`);
      const entry =
        record.kind === "radj" ? this.#runner(id) : this.#entry(id, ({ position }) => position === "P");
      if (entry === undefined)
        this.note(`${record.kind} names ${id}, who is not in the game; it was left out`);
      else if (record.kind === "presadj")
        this.game = { ...this.game, chargedTo: { ...this.game.chargedTo, [place]: entry } };
      else this.game = withRunner(this.game, place, entry, pitcher ?? this.game.pitcher);
    }
  }

  #entry(id: string, isInRole: (entry: FileLineupEntry) => boolean): FileLineupEntry | undefined {
    const playerId = playerNumber(id);
    return this.lineup.entries.findLast((entry) => entry.playerId === playerId && isInRole(entry));
  }

  /** He may have been replaced by a pinch runner. */
  #runner(id: string): FileLineupEntry | undefined {
    const entry = this.#entry(id, ({ battingOrder }) => battingOrder !== null);
    if (entry === undefined || entry.isActive) return entry;
    return this.lineup.inSlot(entry.teamId, entry.battingOrder);
  }
}

function withRunner(
  game: GameOfFile,
  place: "first" | "second" | "third",
  runner: FileLineupEntry,
  pitcher: FileLineupEntry | null,
): GameOfFile {
  return {
    ...game,
    bases: { ...game.bases, [place]: runner },
    chargedTo: { ...game.chargedTo, [place]: pitcher },
  };
}
