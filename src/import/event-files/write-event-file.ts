import { ValidationError } from "../../errors/errors.js";
import { battingOrderAfter } from "../../rules/situation.js";
import { type Decision, type Half, positions } from "../../rules/vocabulary.js";
import type { FileLineupEntry, FilePlay, GameFile } from "../game-file/game-file.js";
import { type GameRecords, gamesIn } from "./event-records.js";
import { commentsOf, countKey, type GameComments, isOwnComment, keyOf, noComments } from "./game-comments.js";
import { reasonToSkip, replay } from "./replay-game.js";
import { playerCode, teamCode } from "./retrosheet-codes.js";
import { writtenEvent } from "./written-event.js";

/**
 * Writes a game as a Retrosheet event file, which other baseball tools read. Players and teams get codes made from their
 * numbers; imported ones keep theirs. What event files have no records for is written in comments, which other tools skip, so
 * that `importSeason` reads the same game back, card games included.
 *
 * @throws {ValidationError} if the plays do not follow from each other, so that no tool could read the file
 */
export function writeEventFile(file: GameFile): string {
  const [records] = gamesIn(eventFile, new EventFileWriter(file, noComments).write());
  if (records === undefined || reasonToSkip(records) !== undefined)
    return new EventFileWriter(file, noComments).write();
  const comments = commentsOf(replayed(records), file);
  return new EventFileWriter(file, comments).write();
}

const eventFile = "The game as an event file";

/** The game as other tools read it from the file. */
function replayed(records: GameRecords): GameFile {
  try {
    return replay(records, { people: new Map(), teams: new Map() }).file;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const message = `cannot be read again, because the game does not follow the rules: ${error.message}`;
    throw new ValidationError(eventFile, [{ field: "", message }], { cause: error });
  }
}

const minute = 60_000;
const names: Readonly<Record<Decision, string>> = { win: "wp", loss: "lp", save: "save" };

class EventFileWriter {
  readonly #file: GameFile;
  readonly #lines: string[] = [];
  readonly #homeBatsFirst: boolean;
  readonly #comments: Map<string, readonly string[]>;
  readonly #teams: Codes;
  readonly #people: Codes;

  constructor(file: GameFile, comments: GameComments) {
    this.#file = file;
    this.#homeBatsFirst = file.game.metadata.homeTeamBatsFirst === true;
    this.#comments = new Map(comments);
    this.#teams = codesFor([file.game.awayTeamId, file.game.homeTeamId], teamCode, 36 ** 3);
    this.#people = codesFor(file.lineups.map(numberOf), playerCode, 36 ** 8);
  }

  write(): string {
    const { lineups, plays, roster } = this.#file;
    this.#info();
    this.#comment(countKey);
    this.#comment(keyOf("game", 1));
    for (let number = 1; number <= roster.length; number += 1) this.#comment(keyOf("roster", number));
    for (const entry of lineups.filter(isFirst)) this.#person("start", entry);
    for (const [index, play] of plays.entries()) {
      const runner = this.#placedRunner(play, plays[index - 1]);
      // He is charged to the pitcher at the time when he was put there.
      const isPlacedFirst = play.onSecondPitcherId !== play.pitcherId;
      if (isPlacedFirst) this.#lines.push(...runner);
      this.#changesBefore(index, play.playNumber - 1);
      if (!isPlacedFirst) this.#lines.push(...runner);
      this.#play(play);
      this.#comment(keyOf("play", index + 1));
    }
    this.#changesBefore(plays.length, plays.at(-1)?.playNumber ?? 0);
    this.#begunWithoutPlays();
    for (const key of [...this.#comments.keys()]) this.#comment(key);
    this.#earnedRuns();
    return `${this.#lines.join("\n")}\n`;
  }

  #comment(key: string): void {
    this.#lines.push(...(this.#comments.get(key) ?? []));
    this.#comments.delete(key);
  }

  #add(...fields: readonly (string | number)[]): void {
    this.#lines.push(fields.map(plain).join(","));
  }

  /** The visitors are 0: the team that bats first, except in the rare game in which the home team does. */
  #codeOf(half: Half): 0 | 1 {
    return (half === "top") === this.#homeBatsFirst ? 1 : 0;
  }

  #sideOf(teamId: number): 0 | 1 {
    return this.#codeOf(teamId === this.#file.game.awayTeamId ? "top" : "bottom");
  }

  #team(code: 0 | 1): string {
    const { awayTeamId, homeTeamId } = this.#file.game;
    return this.#teams(this.#sideOf(awayTeamId) === code ? awayTeamId : homeTeamId);
  }

  #key(day: string): string {
    const key = this.#file.game.metadata.sourceGameId;
    return typeof key === "string" && /^[A-Z0-9]{3}\d{9}$/.test(key)
      ? key
      : `${this.#team(1)}${day.replaceAll("/", "")}0`;
  }

  #info(): void {
    const { createdAt, startedAt, completedAt, metadata, ...game } = this.#file.game;
    const day = (startedAt ?? createdAt).toISOString().slice(0, 10).replaceAll("-", "/");
    const key = this.#key(day);
    const isOfKey = /^[A-Z0-9]{3}(\d{4})(\d{2})(\d{2})(\d)$/.exec(key);
    const minutes =
      startedAt === null || completedAt === null
        ? 0
        : Math.round((completedAt.getTime() - startedAt.getTime()) / minute);
    const credited = Object.entries(names).map(([decision, name]) => {
      const entry = this.#file.lineups.find((each) => each.decision === decision);
      return [name, entry === undefined ? "" : this.#code(entry)] as const;
    });
    this.#add("id", key);
    this.#add("version", 2);
    const info: readonly (readonly [string, string | number | undefined])[] = [
      ["visteam", this.#team(0)],
      ["hometeam", this.#team(1)],
      ["site", typeof metadata.park === "string" ? metadata.park : ""],
      ["htbf", this.#homeBatsFirst ? "true" : undefined],
      ["date", isOfKey ? `${isOfKey[1]}/${isOfKey[2]}/${isOfKey[3]}` : day],
      ["number", isOfKey?.[4] ?? 0],
      ["starttime", startedAt === null ? "0:00PM" : timeOf(startedAt)],
      ["usedh", this.#file.lineups.some(({ position }) => position === "DH") ? "true" : "false"],
      ["innings", game.scheduledInnings],
      ["tiebreaker", game.automaticRunnerInning === null ? undefined : 2],
      ["timeofgame", minutes],
      ["attendance", Number(metadata.attendance ?? 0)],
      ["forfeit", typeof metadata.forfeit === "string" ? metadata.forfeit : undefined],
      ...credited,
    ];
    for (const [name, value] of info) if (value !== undefined) this.#add("info", name, value);
    const { notice } = metadata;
    if (typeof notice === "string" && !isOwnComment(notice)) this.#lines.push(`com,${quoted(notice)}`);
  }

  #person(kind: "start" | "sub", entry: FileLineupEntry): void {
    const { teamId, battingOrder, position, playerName } = entry;
    const role = [this.#sideOf(teamId), battingOrder ?? 0, positions.indexOf(position) + 1];
    this.#lines.push([kind, this.#code(entry), quoted(playerName ?? ""), ...role].join(","));
    this.#comment(keyOf("lineup", entry.id));
  }

  /** Each change is announced by a record without a play; its count says who is charged with the continued plate appearance. */
  #changesBefore(index: number, afterPlay: number): void {
    const entering = this.#file.lineups.filter((entry) => entry.afterPlay === afterPlay && !isFirst(entry));
    if (entering.length === 0) return;
    const play = this.#file.plays[index] ?? this.#file.plays.at(-1);
    const count = this.#isFinishedByOthers(index) ? "32" : "00";
    for (const entry of entering) {
      if (play !== undefined) this.#noPlay(play, count);
      this.#person("sub", entry);
    }
  }

  /** True when the turn that a play belongs to is charged to a batter or a pitcher who has left. */
  #isFinishedByOthers(index: number): boolean {
    const plays = this.#file.plays.slice(index);
    const last = plays.find(({ pa }, at) => pa === 1 || plays[at + 1]?.half !== plays[at]?.half);
    return last?.responsiblePitcherId != null || last?.responsibleBatterId != null;
  }

  #noPlay({ inning, half, batterId }: Pick<FilePlay, "inning" | "half" | "batterId">, count: string): void {
    this.#add("play", inning, this.#codeOf(half), this.#code(this.#entry(batterId)), count, "", "NP");
  }

  #code(entry: FileLineupEntry): string {
    return this.#people(numberOf(entry));
  }

  #entry(id: number): FileLineupEntry {
    return this.#file.lineups[id - 1] as FileLineupEntry;
  }

  /** The record of an automatic runner on second base. */
  #placedRunner({ inning, half, onSecondId }: FilePlay, before: FilePlay | undefined): string[] {
    const isNew = before?.inning !== inning || before.half !== half;
    const { automaticRunnerInning } = this.#file.game;
    const isDue = automaticRunnerInning !== null && inning >= automaticRunnerInning;
    return isNew && isDue && onSecondId !== null ? [`radj,${this.#code(this.#entry(onSecondId))},2`] : [];
  }

  #play(play: FilePlay): void {
    const { inning, half, battingOrder } = play;
    const last = this.#file.plays.findLast((each) => each.half === half && each.playNumber < play.playNumber);
    const due = last === undefined ? 1 : battingOrderAfter(last);
    if (due !== battingOrder) this.#add("ladj", this.#codeOf(half), battingOrder);
    const { count, pitches } = play.playMetadata;
    const batter = this.#code(this.#entry(play.batterId));
    const known = typeof count === "string" ? count : "??";
    this.#add(
      "play",
      inning,
      this.#codeOf(half),
      batter,
      known,
      typeof pitches === "string" ? pitches : "",
      writtenEvent(play),
    );
  }

  #begunWithoutPlays(): void {
    const begun = this.#file.game.metadata.begunWithoutPlays as { inning: number; half: Half } | undefined;
    const last = this.#file.plays.findLast(({ half }) => half === begun?.half);
    if (begun !== undefined && last !== undefined) this.#noPlay({ ...last, ...begun }, "00");
  }

  #earnedRuns(): void {
    const earned = new Map<string, number>();
    for (const play of this.#file.plays) {
      const charged = [play.onFirstPitcherId, play.onSecondPitcherId, play.onThirdPitcherId];
      const pitchers = [...charged, play.responsiblePitcherId].map((id) => id ?? play.pitcherId);
      const note = (id: number, runs: number) => {
        const code = this.#code(this.#entry(id));
        earned.set(code, (earned.get(code) ?? 0) + runs);
      };
      note(play.pitcherId, 0);
      for (const [index, id] of pitchers.entries())
        if (((play.earnedRunCode ?? 0) & (2 ** index)) !== 0) note(id, 1);
    }
    for (const [code, runs] of earned) this.#add("data", "er", code, runs);
  }
}

const isFirst = ({ isStarter, afterPlay }: FileLineupEntry) => isStarter && afterPlay === 0;
const numberOf = ({ playerId, cardId }: FileLineupEntry) => playerId ?? cardId ?? 0;

/** A field's text, without characters that would end the field or the line. */
const plain = (field: string | number) =>
  String(field)
    .replace(/[\p{Cc}",]+/gu, " ")
    .trim();
const quoted = (text: string) =>
  `"${text
    .replaceAll('"', "'")
    .replace(/\p{Cc}+/gu, " ")
    .trim()}"`;

type Codes = (number: number) => string;

/**
 * Returns a code for each number: its own, if it has one, or else the next free code.
 *
 * @param codeOf gives a number's own code
 * @param count how many numbers, from 0 on, have codes of their own
 */
function codesFor(
  numbers: readonly number[],
  codeOf: (number: number) => string | undefined,
  count: number,
): Codes {
  const codes = new Map<number, string>();
  const taken = new Set<string>();
  const isOwn = (number: number) => number >= 0 && codeOf(number) !== undefined;
  for (const number of [...numbers.filter(isOwn), ...numbers.filter((each) => !isOwn(each))]) {
    if (codes.has(number)) continue;
    let instead = isOwn(number) ? number : ((number % count) + count) % count;
    while (taken.has(codeOf(instead) as string)) instead = (instead + 1) % count;
    const code = codeOf(instead) as string;
    codes.set(number, code);
    taken.add(code);
  }
  return (number) => codes.get(number) as string;
}

function timeOf(time: Date): string {
  const hour = time.getUTCHours();
  const minutes = String(time.getUTCMinutes()).padStart(2, "0");
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${hour < 12 ? "AM" : "PM"}`;
}
