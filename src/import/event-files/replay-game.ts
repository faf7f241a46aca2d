import type { GameValues } from "../../models/games-table.js";
import { applyPlay } from "../../rules/scoring/apply-play.js";
import { countsAsCalled } from "../../rules/situation.js";
import type { Half } from "../../rules/vocabulary.js";
import type { FileLineupEntry, FilePlay, GameFile } from "../game-file/game-file.js";
import { decide } from "./credited-pitchers.js";
import { type EventRecord, type GameRecords, refuse } from "./event-records.js";
import { withComments } from "./game-comments.js";
import { type Adjustment, GameInProgress } from "./game-in-progress.js";
import { GameInfo } from "./game-info.js";
import { type Appearance, appearanceOf } from "./lineup-changes.js";
import { filePlay, gameRow, notesOf, rosterOf } from "./replayed-rows.js";
import type { SeasonNames } from "./season-names.js";
import { UnfinishedTurn } from "./unfinished-turn.js";

/** A game of an event file as it will be stored. */
export interface ReplayedGame {
  readonly file: GameFile;
  /** The record of each play in order, for errors. */
  readonly playRecords: readonly EventRecord[];
  /** Sentences about unusual records that were kept as closely as the rules allow. */
  readonly notices: readonly string[];
}

/** Why a valid game cannot be imported; undefined if it can. */
export function reasonToSkip({ records }: GameRecords): string | undefined {
  const plays = records.filter(({ kind }) => kind === "play");
  if (plays.some(({ fields }) => fields[5] !== "NP")) return undefined;
  const isBox = records.some(
    ({ kind, fields }) => kind === "stat" || (kind === "version" && fields[0] === "3"),
  );
  return isBox ? "it is a box score without plays" : "it has no plays";
}

/**
 * Replays a game in the order of its records. The same records always give the same game, including every identifier.
 *
 * @throws {ValidationError} with file, line and record
 */
export function replay(game: GameRecords, names: SeasonNames): ReplayedGame {
  return new GameReplay(game, names).run();
}

class GameReplay {
  readonly #records: GameRecords;
  readonly #names: SeasonNames;
  readonly #info: GameInfo;
  readonly #row: GameValues;
  /** The teams by the records' codes: 0 is the visitors. */
  readonly #teams: readonly [number, number];
  readonly #turn = new UnfinishedTurn();
  readonly #plays: FilePlay[] = [];
  readonly #playRecords: EventRecord[] = [];
  readonly #progress: GameInProgress;
  /** Announced changes, which take effect with the next play. */
  #waiting: Appearance[] = [];
  /** The count when the first of them was announced. */
  #countAtChange = "";
  /** `radj` and `presadj` records for the next play. */
  #adjustments: Adjustment[] = [];
  /** True if a `ladj` record says that the next batter bats out of turn. */
  #isOutOfTurn = false;
  /** The last play record, including those without a play. */
  #lastPlace: { readonly inning: number; readonly half: Half } = { inning: 1, half: "top" };

  constructor(records: GameRecords, names: SeasonNames) {
    this.#records = records;
    this.#names = names;
    this.#info = new GameInfo(records);
    const [visitors, hosts] = [this.#info.team("visteam"), this.#info.team("hometeam")];
    this.#teams = [visitors.number, hosts.number];
    // The away team is the one that bats first.
    const [away, home] = this.#info.homeTeamBatsFirst ? [hosts, visitors] : [visitors, hosts];
    this.#row = gameRow(records, this.#info, { away, home }, names);
    this.#progress = new GameInProgress(records, this.#row, names.people);
  }

  run(): ReplayedGame {
    this.#progress.start(
      this.#records.records
        .filter(({ kind }) => kind === "start")
        .map((record) => ({ record, ...this.#appearance(record) })),
    );
    for (const record of this.#records.records) this.#take(record);
    this.#change();
    this.#expectWhole();
    const game = this.#finished();
    this.#progress.notices.push(...this.#info.contradictions);
    this.#progress.notices.push(...decide(this.#progress.lineup.entries, this.#info, game.winnerTeamId));
    const file: GameFile = {
      format: "dugout-game",
      version: 1,
      game,
      roster: rosterOf(this.#progress.lineup.entries),
      lineups: this.#progress.lineup.entries,
      plays: this.#plays,
    };
    return {
      file: withComments(this.#records, file),
      playRecords: this.#playRecords,
      notices: this.#progress.notices,
    };
  }

  #appearance(record: EventRecord): Appearance {
    return appearanceOf(this.#records, record, this.#teams, this.#names.people);
  }

  #take(record: EventRecord): void {
    switch (record.kind) {
      case "sub":
        this.#announce(this.#appearance(record));
        break;
      case "radj":
      case "presadj":
        this.#adjustments.push({ record, pitcher: this.#pitcherNow() });
        break;
      case "ladj":
        this.#isOutOfTurn = true;
        break;
      case "play":
        this.#turnTo(record);
        if (record.fields[5] === "NP") this.#noPlay(record);
        else this.#play(record);
        break;
      default:
    }
  }

  #announce(appearance: Appearance): void {
    if (this.#waiting.length === 0) this.#countAtChange = this.#turn.count;
    this.#waiting.push(appearance);
    this.#turn.change(appearance.position, this.#progress.game.pitcher, this.#progress.game.batter);
  }

  /** The pitcher until the file announces another; null after that, because the new one enters with the next play. */
  #pitcherNow(): FileLineupEntry | null {
    const { pitcher } = this.#progress.game;
    const isReplaced = this.#waiting.some(
      ({ teamId, position }) => teamId === pitcher?.teamId && position === "P",
    );
    return isReplaced ? null : pitcher;
  }

  /** Checks the half-inning of a record. */
  #turnTo(record: EventRecord): void {
    const [inning = "", side = ""] = record.fields;
    if (record.fields.length < 6)
      refuse(this.#records, record, `has ${record.fields.length} fields, and must have 6`);
    if (!/^\d{1,2}$/.test(inning) || Number(inning) < 1)
      refuse(this.#records, record, `must be in an inning from 1 to 99, not "${inning}"`);
    if (side !== "0" && side !== "1") refuse(this.#records, record, `must be of team 0 or 1, not "${side}"`);
    const half = this.#teams[side === "0" ? 0 : 1] === this.#row.awayTeamId ? "top" : "bottom";
    this.#lastPlace = { inning: Number(inning), half };
  }

  /** A record without a play: a change is announced, or a count is given for a comment. */
  #noPlay({ fields }: EventRecord): void {
    const count = fields[3] ?? "";
    this.#turn.goOn(count);
    const known = this.#turn.count !== "" && this.#countAtChange !== "";
    // Pitches were thrown since, so the next change is a separate one.
    if (this.#waiting.length > 0 && known && this.#turn.count !== this.#countAtChange) this.#change();
  }

  #change(): void {
    if (this.#waiting.length > 0) this.#progress.change(this.#waiting);
    this.#waiting = [];
  }

  #play(record: EventRecord): void {
    this.#change();
    this.#expectPlace(record);
    this.#progress.returnToMound();
    this.#progress.adjust(this.#adjustments);
    this.#adjustments = [];
    const [, , , count = "", pitches = ""] = record.fields;
    const batter = this.#progress.batter(record, this.#isOutOfTurn);
    const notes = notesOf(count, pitches, this.#row.createdAt);
    const { play } = this.#progress.score(record, batter, { ...this.#turn.former(), notes });
    this.#plays.push(filePlay(play));
    this.#playRecords.push(record);
    this.#isOutOfTurn = false;
    this.#turn.goOn(count);
    this.#progress.game = applyPlay(this.#progress.game, play, this.#turn.former());
    const { inning, half } = this.#progress.game;
    if (play.pa === 1 || inning !== play.inning || half !== play.half) this.#turn.end();
  }

  #expectPlace(record: EventRecord): void {
    const { inning, half, outs } = this.#progress.game;
    const said = this.#lastPlace;
    if (said.inning === inning && said.half === half) return;
    refuse(
      this.#records,
      record,
      `is in the ${said.half} of inning ${said.inning}, but after the plays before it is the ${half} of inning ${inning} with ${outs} out`,
    );
  }

  /** A file that was cut between two lines ends inside a game, and looks complete. */
  #expectWhole(): void {
    const { records, isLastOfFile } = this.#records;
    const last = this.#plays.at(-1);
    const isEnded =
      !isLastOfFile ||
      this.#progress.game.isOver ||
      records.some(({ kind }) => kind === "data") ||
      this.#info.forfeitedTo !== undefined;
    if (!this.#progress.game.isOver) {
      const { inning, half, outs } = this.#progress.game;
      this.#progress.notices.push(`it stopped in the ${half} of inning ${inning} with ${outs} out`);
    }
    if (isEnded || last === undefined) return;
    if (this.#records.hasData || !countsAsCalled(last, this.#row.scheduledInnings))
      refuse(
        this.#records,
        records.at(-1) as EventRecord,
        "is the last of the file, but the game is not over: the rest is missing",
      );
  }

  #finished(): GameValues {
    const { awayScore, homeScore } = this.#progress.game;
    const { awayTeamId, homeTeamId } = this.#row;
    const leader = awayScore === homeScore ? null : awayScore > homeScore ? awayTeamId : homeTeamId;
    const forfeit = this.#info.forfeitedTo;
    const begun = this.#begunWithoutPlays();
    const { inning, half } = begun ?? (this.#plays.at(-1) as FilePlay);
    return {
      ...this.#row,
      ...{ inning, half, awayScore, homeScore },
      winnerTeamId: forfeit === undefined ? leader : this.#teams[forfeit],
      metadata: { ...this.#row.metadata, ...(begun && { begunWithoutPlays: begun }) },
    };
  }

  /** The last half-inning, if the game stopped before its first play: the official line score shows a 0. */
  #begunWithoutPlays(): { inning: number; half: Half } | undefined {
    const { inning, half, isOver } = this.#progress.game;
    const last = this.#lastPlace;
    const { inning: lastInning, half: lastHalf } = this.#plays.at(-1) as FilePlay;
    const isOther = last.inning !== lastInning || last.half !== lastHalf;
    const isNext = last.inning === inning && last.half === half;
    return isOther && isNext && !isOver ? { inning, half } : undefined;
  }
}
