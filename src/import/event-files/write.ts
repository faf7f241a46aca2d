import { ValidationError } from "../../errors/index.js";
import { battingOrderAfter } from "../../rules/index.js";
import { type Decision, type Half, positions } from "../../rules/vocabulary.js";
import type { FileLineupEntry, FilePlay, GameFile } from "../game-file/types.js";
import { playerCode, teamCode } from "./identifiers.js";
import { writtenEvent } from "./written-event.js";

/**
 * A game as an event file of Retrosheet's, which other tools of the field read. Players and teams go by identifiers that are
 * made of their numbers; imported ones get those that they came with.
 *
 * @throws {ValidationError} when a team's number has no identifier of three characters
 */
export function writeEventFile(file: GameFile): string {
  return new EventFileWriter(file).write();
}

const minute = 60_000;
const names: Readonly<Record<Decision, string>> = { win: "wp", loss: "lp", save: "save" };

class EventFileWriter {
  readonly #file: GameFile;
  readonly #lines: string[] = [];
  readonly #homeBatsFirst: boolean;

  constructor(file: GameFile) {
    this.#file = file;
    this.#homeBatsFirst = file.game.metadata.homeTeamBatsFirst === true;
  }

  write(): string {
    const { lineups, plays } = this.#file;
    this.#info();
    for (const entry of lineups.filter(({ isStarter, afterPlay }) => isStarter && afterPlay === 0))
      this.#person("start", entry);
    for (const [index, play] of plays.entries()) {
      const runner = this.#placedRunner(play, plays[index - 1]);
      // He is charged to whoever pitched when he was put there.
      const isPlacedFirst = play.onSecondPitcherId !== play.pitcherId;
      if (isPlacedFirst) this.#lines.push(...runner);
      this.#changesBefore(play, play.playNumber - 1);
      if (!isPlacedFirst) this.#lines.push(...runner);
      this.#play(play);
    }
    this.#changesBefore(undefined, plays.at(-1)?.playNumber ?? 0);
    this.#begunWithoutPlays();
    this.#earnedRuns();
    return `${this.#lines.join("\n")}\n`;
  }

  #add(...fields: readonly (string | number)[]): void {
    this.#lines.push(fields.join(","));
  }

  /** The visitors are 0: the team that bats first, but in the rare game in which the home team does. */
  #codeOf(half: Half): 0 | 1 {
    return (half === "top") === this.#homeBatsFirst ? 1 : 0;
  }

  #sideOf(teamId: number): 0 | 1 {
    return this.#codeOf(teamId === this.#file.game.awayTeamId ? "top" : "bottom");
  }

  #team(code: 0 | 1): string {
    const { awayTeamId, homeTeamId } = this.#file.game;
    const teamId = this.#sideOf(awayTeamId) === code ? awayTeamId : homeTeamId;
    const written = teamCode(teamId);
    if (written !== undefined) return written;
    const message = `${teamId} is too large for an identifier of three characters`;
    throw new ValidationError("The game as an event file", [{ field: "teamId", message }]);
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
      return [name, entry === undefined ? "" : codeOf(entry)] as const;
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
    if (typeof metadata.notice === "string") this.#add("com", quoted(metadata.notice.replaceAll('"', "")));
  }

  #person(kind: "start" | "sub", entry: FileLineupEntry): void {
    const { teamId, battingOrder, position } = entry;
    const name = quoted((entry.playerName ?? `Player ${codeOf(entry)}`).replaceAll('"', "'"));
    this.#add(
      kind,
      codeOf(entry),
      name,
      this.#sideOf(teamId),
      battingOrder ?? 0,
      positions.indexOf(position) + 1,
    );
  }

  /** Each change is announced by a play that is none; its count says who is charged with the turn that goes on. */
  #changesBefore(next: FilePlay | undefined, afterPlay: number): void {
    const entering = this.#file.lineups.filter((entry) => entry.afterPlay === afterPlay && !isFirst(entry));
    const isOthers = next?.responsiblePitcherId != null || next?.responsibleBatterId != null;
    for (const entry of entering) {
      const play = next ?? this.#file.plays.at(-1);
      if (play !== undefined) this.#noPlay(play, isOthers ? "32" : "00");
      this.#person("sub", entry);
    }
  }

  #noPlay({ inning, half, batterId }: Pick<FilePlay, "inning" | "half" | "batterId">, count: string): void {
    this.#add("play", inning, this.#codeOf(half), codeOf(this.#entry(batterId)), count, "", "NP");
  }

  #entry(id: number): FileLineupEntry {
    return this.#file.lineups[id - 1] as FileLineupEntry;
  }

  /** The record of a runner whom the rules put on second base when a half-inning began. */
  #placedRunner({ inning, half, onSecondId }: FilePlay, before: FilePlay | undefined): string[] {
    const isNew = before?.inning !== inning || before.half !== half;
    const { automaticRunnerInning } = this.#file.game;
    const isDue = automaticRunnerInning !== null && inning >= automaticRunnerInning;
    return isNew && isDue && onSecondId !== null ? [`radj,${codeOf(this.#entry(onSecondId))},2`] : [];
  }

  #play(play: FilePlay): void {
    const { inning, half, battingOrder } = play;
    const last = this.#file.plays.findLast((each) => each.half === half && each.playNumber < play.playNumber);
    const due = last === undefined ? 1 : battingOrderAfter(last);
    if (due !== battingOrder) this.#add("ladj", this.#codeOf(half), battingOrder);
    const { count, pitches } = play.playMetadata;
    const batter = codeOf(this.#entry(play.batterId));
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
        const code = codeOf(this.#entry(id));
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
const codeOf = ({ playerId, cardId }: FileLineupEntry) => playerCode(playerId ?? cardId ?? 0) ?? "unknown-";
const quoted = (text: string) => `"${text}"`;

function timeOf(time: Date): string {
  const hour = time.getUTCHours();
  const minutes = String(time.getUTCMinutes()).padStart(2, "0");
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${hour < 12 ? "AM" : "PM"}`;
}
