import { IllegalPlayError, NotationError } from "../../errors/index.js";
import type { GameValues } from "../../models/games.js";
import { isFieldingPosition } from "../../models/lineup-rules/index.js";
import type { Half } from "../../models/vocabulary.js";
import {
  applyLineups,
  applyPlay,
  countsAsCalled,
  liveGame,
  type ScoringGame,
  scorePlay,
} from "../../rules/index.js";
import type { FileLineupEntry, FilePlay, FileRosterEntry, GameFile } from "../game-file/types.js";
import { decide } from "./decisions.js";
import { GameInfo } from "./game-info.js";
import { lengthOf } from "./game-length.js";
import { gameIdOf, playerNumber } from "./identifiers.js";
import { Lineup } from "./lineup.js";
import { type Appearance, appearanceOf, nameOf, playerOf, substitute } from "./lineup-changes.js";
import type { SeasonNames } from "./names.js";
import { type EventRecord, type GameRecords, refuse } from "./records.js";
import { UnfinishedTurn } from "./unfinished-turn.js";

/** A game of an event file as it will be stored. */
export interface ReplayedGame {
  readonly file: GameFile;
  /** The record of each play, in order, for errors. */
  readonly playRecords: readonly EventRecord[];
  /** What was out of the ordinary and was kept as near as the rules allow, as sentences. */
  readonly notices: readonly string[];
}

/** Why a game cannot be imported although nothing is wrong with it; undefined when it can. */
export function reasonToSkip({ records }: GameRecords): string | undefined {
  const plays = records.filter(({ kind }) => kind === "play");
  if (plays.some(({ fields }) => fields[5] !== "NP")) return undefined;
  const isBox = records.some(
    ({ kind, fields }) => kind === "stat" || (kind === "version" && fields[0] === "3"),
  );
  return isBox ? "it is a box score without plays" : "it has no plays";
}

/**
 * Replays a game in the order of its records. The same records always give the same game, down to every identifier.
 *
 * @throws {ValidationError} naming file, line and record
 */
export function replay(game: GameRecords, names: SeasonNames): ReplayedGame {
  return new Replay(game, names).run();
}

type Game = ScoringGame<FileLineupEntry>;

class Replay {
  readonly #records: GameRecords;
  readonly #names: SeasonNames;
  readonly #info: GameInfo;
  readonly #row: GameValues;
  /** The teams by the records' codes: first that of 0, the visitors. */
  readonly #teams: readonly [number, number];
  readonly #lineup = new Lineup();
  readonly #turn = new UnfinishedTurn();
  readonly #plays: FilePlay[] = [];
  readonly #playRecords: EventRecord[] = [];
  readonly #notices: string[] = [];
  #game!: Game;
  /** Changes that are announced and take effect with the next play. */
  #waiting: Appearance[] = [];
  /** The count when the first of them was announced. */
  #countAtChange = "";
  /** `radj` and `presadj` records for the next play. */
  #adjustments: { record: EventRecord; pitcher: FileLineupEntry | null }[] = [];
  /** True when a `ladj` record says that the next batter bats out of turn. */
  #isOutOfTurn = false;
  /** The last record of a play, or of none. */
  #lastPlace: { readonly inning: number; readonly half: Half } = { inning: 1, half: "top" };

  constructor(records: GameRecords, names: SeasonNames) {
    this.#records = records;
    this.#names = names;
    this.#info = new GameInfo(records);
    const [visitors, hosts] = [this.#info.team("visteam"), this.#info.team("hometeam")];
    this.#teams = [visitors.number, hosts.number];
    // Here the away team is the one that bats first, whatever it is called.
    const [away, home] = this.#info.homeTeamBatsFirst ? [hosts, visitors] : [visitors, hosts];
    this.#row = gameRow(records, this.#info, { away, home }, names);
  }

  run(): ReplayedGame {
    this.#start();
    for (const record of this.#records.records) this.#take(record);
    this.#change();
    this.#expectWhole();
    const game = this.#finished();
    this.#notices.push(...this.#info.contradictions);
    this.#notices.push(...decide(this.#lineup.entries, this.#info, game.winnerTeamId));
    const file: GameFile = {
      format: "dugout-game",
      version: 1,
      game,
      roster: rosterOf(this.#lineup.entries),
      lineups: this.#lineup.entries,
      plays: this.#plays,
    };
    return { file, playRecords: this.#playRecords, notices: this.#notices };
  }

  #appearance(record: EventRecord): Appearance {
    return appearanceOf(this.#records, record, this.#teams, this.#names.people);
  }

  /** The starting lineups: each team's batting order, and behind it a pitcher who does not bat. */
  #start(): void {
    const starters = this.#records.records
      .filter(({ kind }) => kind === "start")
      .map((record) => ({ record, ...this.#appearance(record) }));
    const { awayTeamId, homeTeamId } = this.#row;
    for (const team of [awayTeamId, homeTeamId]) {
      const own = starters
        .filter(({ teamId }) => teamId === team)
        .toSorted((one, other) => (one.battingOrder ?? 10) - (other.battingOrder ?? 10));
      for (const { record, ...person } of own) {
        if (this.#lineup.inSlot(team, person.battingOrder) !== undefined)
          refuse(this.#records, record, "takes a place in the order that another starter has");
        if (isFieldingPosition(person.position) && this.#lineup.fielder(team, person.position) !== undefined)
          refuse(this.#records, record, "takes a place in the field that another starter has");
        this.#lineup.add(
          { ...person, enteredInning: 1, afterPlay: 0, replacingId: null },
          { isStarter: true },
        );
      }
      if (own.length < 9)
        this.#notices.push(`team ${team.toString(36).toUpperCase()} has ${own.length} starters`);
    }
    const lastTurns = { top: null, bottom: null };
    this.#game = {
      gameId: this.#row.id,
      game: this.#row,
      ...liveGame<FileLineupEntry>({
        game: this.#row,
        lastPlay: null,
        lastTurns,
        lineups: this.#lineup.entries,
      }),
      playCount: 0,
      lastPlay: null,
    };
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
    this.#turn.change(appearance.position, this.#game.pitcher, this.#game.batter);
  }

  /** Who pitches while the file has announced no other; null once it has, who is then in with the next play. */
  #pitcherNow(): FileLineupEntry | null {
    const { pitcher } = this.#game;
    const isReplaced = this.#waiting.some(
      ({ teamId, position }) => teamId === pitcher?.teamId && position === "P",
    );
    return isReplaced ? null : pitcher;
  }

  /** Checks in which half-inning a record is. */
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

  /** Nothing happens: a change is announced, or a count noted at which something is said. */
  #noPlay({ fields }: EventRecord): void {
    const count = fields[3] ?? "";
    this.#turn.goOn(count);
    const known = this.#turn.count !== "" && this.#countAtChange !== "";
    // Pitches were thrown since: the next change is another one.
    if (this.#waiting.length > 0 && known && this.#turn.count !== this.#countAtChange) this.#change();
  }

  #change(): void {
    if (this.#waiting.length === 0) return;
    const moment = { enteredInning: this.#game.inning, afterPlay: this.#game.playCount };
    const notices = substitute(this.#lineup, this.#waiting, moment);
    for (const notice of notices) this.#note(notice);
    this.#waiting = [];
    this.#game = applyLineups(this.#game, this.#lineup.entries);
  }

  #note(notice: string): void {
    this.#notices.push(`after play ${this.#game.playCount}, ${notice}`);
  }

  #play(record: EventRecord): void {
    this.#change();
    this.#expectPlace(record);
    this.#returnToMound();
    this.#adjust();
    const [, , batterId = "", count = "", pitches = "", text = ""] = record.fields;
    const batter = this.#batter(record, batterId);
    const { play } = this.#score(record, text, batter);
    this.#plays.push(filePlay(play, { text, count, pitches, createdAt: this.#row.createdAt }));
    this.#playRecords.push(record);
    this.#isOutOfTurn = false;
    this.#turn.goOn(count);
    this.#game = applyPlay(this.#game, play, this.#turn.former());
    const { inning, half } = this.#game;
    if (play.pa === 1 || inning !== play.inning || half !== play.half) this.#turn.end();
  }

  #score(record: EventRecord, text: string, batter: FileLineupEntry) {
    try {
      return scorePlay(this.#game, text, {
        asWritten: true,
        ...(batter.id === this.#game.batter?.id ? {} : { batter }),
        ...this.#turn.former(),
        notes: { locked: true },
      });
    } catch (error) {
      if (error instanceof NotationError || error instanceof IllegalPlayError)
        refuse(this.#records, record, `is not possible: ${error.message}`, error);
      throw error;
    }
  }

  #expectPlace(record: EventRecord): void {
    const { inning, half, outs } = this.#game;
    const said = this.#lastPlace;
    if (said.inning === inning && said.half === half) return;
    refuse(
      this.#records,
      record,
      `is in the ${said.half} of inning ${said.inning}, but after the plays before it is the ${half} of inning ${inning} with ${outs} out`,
    );
  }

  /**
   * Who bats: the one whom the record names. Another than the one who is due bats only where the file says that it is so;
   * otherwise plays were lost.
   */
  #batter(record: EventRecord, id: string): FileLineupEntry {
    const team = this.#teams[record.fields[1] === "0" ? 0 : 1];
    const playerId = playerOf(this.#records, record, id);
    const due = this.#game.batter;
    if (due?.playerId === playerId) return due;
    const named = this.#lineup.batter(team, playerId);
    if (named !== undefined) {
      const message = `${nameOf(named)} bats, and ${due === null ? "nobody" : nameOf(due)} is due`;
      if (!this.#isOutOfTurn)
        refuse(this.#records, record, `does not follow: ${message}, and no ladj record says so`);
      this.#note(message);
      return named;
    }
    return this.#unannounced(record, id, playerId, team);
  }

  /** Somebody bats whom no record brought in: he takes the place of the one who is due. */
  #unannounced(record: EventRecord, id: string, playerId: number, teamId: number): FileLineupEntry {
    const due = this.#game.batter;
    if (due === null) return refuse(this.#records, record, `names ${id}, who is not in the game`);
    const playerName = this.#names.people.get(id) ?? null;
    this.#note(`${playerName ?? id} bats for ${nameOf(due)}, and no record brought him in`);
    const { battingOrder } = due;
    const person = { teamId, playerId, playerName, position: "PH" as const, battingOrder };
    substitute(this.#lineup, [person], {
      enteredInning: this.#game.inning,
      afterPlay: this.#game.playCount,
    });
    this.#game = applyLineups(this.#game, this.#lineup.entries);
    return this.#game.batter ?? refuse(this.#records, record, `names ${id}, who is not in the game`);
  }

  /** A pitcher who batted or ran for another pitches again, although no record says so. */
  #returnToMound(): void {
    const { pitcher, half, inning, playCount } = this.#game;
    if (pitcher !== null) return;
    const team = half === "top" ? this.#row.homeTeamId : this.#row.awayTeamId;
    const last = this.#lineup.entries.findLast(({ teamId, position }) => teamId === team && position === "P");
    const [now] = last?.playerId == null ? [] : this.#lineup.ofPlayer(team, last.playerId);
    if (last === undefined || now === undefined) return;
    this.#note(`${nameOf(last)} pitches again, and no record says so`);
    const { playerName, battingOrder } = now;
    const person = { teamId: team, playerId: now.playerId as number, playerName, battingOrder };
    const moment = { enteredInning: inning, afterPlay: playCount };
    substitute(this.#lineup, [{ ...person, position: "P" }], moment);
    this.#game = applyLineups(this.#game, this.#lineup.entries);
  }

  /** Puts a runner on base (`radj`), or charges another pitcher with one (`presadj`). */
  #adjust(): void {
    for (const { record, pitcher } of this.#adjustments) {
      const [id = "", base = ""] = record.fields;
      const place = (["first", "second", "third"] as const)[Number(base) - 1];
      if (place === undefined) refuse(this.#records, record, `must name a base from 1 to 3, not "${base}"`);
      const entry =
        record.kind === "radj" ? this.#runner(id) : this.#entry(id, ({ position }) => position === "P");
      if (entry === undefined)
        this.#note(`${record.kind} names ${id}, who is not in the game; it was left out`);
      else if (record.kind === "presadj")
        this.#game = { ...this.#game, chargedTo: { ...this.#game.chargedTo, [place]: entry } };
      else this.#game = withRunner(this.#game, place, entry, pitcher ?? this.#game.pitcher);
    }
    this.#adjustments = [];
  }

  #entry(id: string, isInRole: (entry: FileLineupEntry) => boolean): FileLineupEntry | undefined {
    const playerId = playerNumber(id);
    return this.#lineup.entries.findLast((entry) => entry.playerId === playerId && isInRole(entry));
  }

  /** Somebody may run for him already. */
  #runner(id: string): FileLineupEntry | undefined {
    const entry = this.#entry(id, ({ battingOrder }) => battingOrder !== null);
    if (entry === undefined || entry.isActive) return entry;
    return this.#lineup.inSlot(entry.teamId, entry.battingOrder);
  }

  /** A file that was cut between two lines ends within a game, and looks whole. */
  #expectWhole(): void {
    const { records, isLastOfFile } = this.#records;
    const last = this.#plays.at(-1);
    const isEnded =
      !isLastOfFile ||
      this.#game.isOver ||
      records.some(({ kind }) => kind === "data") ||
      this.#info.forfeitedTo !== undefined;
    if (!this.#game.isOver) {
      const { inning, half, outs } = this.#game;
      this.#notices.push(`it stopped in the ${half} of inning ${inning} with ${outs} out`);
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
    const { awayScore, homeScore, isOver } = this.#game;
    const last = this.#plays.at(-1) as FilePlay;
    const { awayTeamId, homeTeamId } = this.#row;
    const leader = awayScore === homeScore ? null : awayScore > homeScore ? awayTeamId : homeTeamId;
    const forfeit = this.#info.forfeitedTo;
    const begun = this.#lastPlace;
    const hasBegun =
      !isOver &&
      (begun.inning !== last.inning || begun.half !== last.half) &&
      begun.inning === this.#game.inning &&
      begun.half === this.#game.half;
    const { inning, half } = hasBegun ? begun : last;
    return {
      ...this.#row,
      ...{ inning, half, awayScore, homeScore },
      winnerTeamId: forfeit === undefined ? leader : this.#teams[forfeit],
      metadata: { ...this.#row.metadata, ...(hasBegun ? { begunWithoutPlays: { inning, half } } : {}) },
    };
  }
}

function withRunner(
  game: Game,
  place: "first" | "second" | "third",
  runner: FileLineupEntry,
  pitcher: FileLineupEntry | null,
): Game {
  return {
    ...game,
    bases: { ...game.bases, [place]: runner },
    chargedTo: { ...game.chargedTo, [place]: pitcher },
  };
}

interface PlayTexts {
  readonly text: string;
  readonly count: string;
  readonly pitches: string;
  readonly createdAt: Date;
}

/** What a card game writes, and real games do not have. */
const nothing = {
  ...{ diceRoll: null, checkPos: null, inPow: false },
  ...{ bphr: 0, bpfo: 0, bp1b: 0, bplo: 0, wpa: null, re24: null },
} as const;

function filePlay(
  { gameId: _, ...play }: ReturnType<typeof scorePlay>["play"],
  { text, count, pitches, createdAt }: PlayTexts,
): FilePlay {
  const playMetadata = {
    event: text,
    ...(count !== "" && count !== "??" ? { count } : {}),
    ...(pitches === "" ? {} : { pitches }),
  };
  return { ...nothing, ...play, playMetadata, locked: true, createdAt } as unknown as FilePlay;
}

interface Teams {
  readonly away: { readonly number: number; readonly code: string };
  readonly home: { readonly number: number; readonly code: string };
}

/** The game as it stands before its first play, but for its status. */
function gameRow(
  records: GameRecords,
  info: GameInfo,
  { away, home }: Teams,
  names: SeasonNames,
): GameValues {
  const { date } = info;
  const { startedAt, completedAt } = info.times;
  return {
    id: gameIdOf(records.key, date),
    leagueId: "sba",
    homeTeamId: home.number,
    awayTeamId: away.number,
    homeTeamName: names.teams.get(home.code) ?? home.code,
    awayTeamName: names.teams.get(away.code) ?? away.code,
    homeTeamIsAi: false,
    awayTeamIsAi: false,
    status: "completed",
    inning: 1,
    half: "top",
    homeScore: 0,
    awayScore: 0,
    winnerTeamId: null,
    createdAt: startedAt ?? date,
    startedAt,
    completedAt,
    ...lengthOf(records, info),
    season: records.key.slice(3, 7),
    metadata: info.metadata,
  };
}

/** Everybody who appears, once: somebody who was traded while a game was suspended may appear for both teams. */
function rosterOf(entries: readonly FileLineupEntry[]): FileRosterEntry[] {
  const roster = new Map(
    entries.map(({ teamId, cardId, playerId }) => [playerId, { teamId, cardId, playerId }]),
  );
  return [...roster.values()];
}
