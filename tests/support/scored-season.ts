import type { GameFile } from "../../src/import.js";
import { lineupAt } from "../../src/rules/lineups/timeline.js";
import { liveGame } from "../../src/rules/live-game.js";
import { applyLineups, applyPlay } from "../../src/rules/scoring/apply-play.js";
import { scorePlay } from "../../src/rules/scoring/score-play.js";
import type { NamedEntry, ScoringGame } from "../../src/rules/scoring/scoring-game.js";
import { strikeoutIsFormerBatters, walkIsFormerPitchers } from "../../src/rules/situation.js";
import { type GameRows, toGameFile } from "./chadwick/index.js";
import { eventFilesOf, readRecords } from "./event-files.js";

type Records = readonly (readonly string[])[];

/** The records of each game of a folder of event files. */
export function eventGamesOf(folder: string): Map<string, Records> {
  const games = new Map<string, string[][]>();
  let game: string[][] = [];
  for (const record of eventFilesOf(folder).flatMap(readRecords)) {
    if (record[0] === "id") {
      game = [];
      games.set(record[1] ?? "", game);
    }
    game.push(record);
  }
  return games;
}

/** Scores real games from their notation, and compares each column of each play with what Chadwick makes of it. */
export class ScoredSeason {
  plays = 0;
  games = 0;
  /** How many plays differ, by column. */
  readonly differing = new Map<string, number>();
  readonly exceptions: string[] = [];

  compare(rows: GameRows, records: Records): void {
    const file = toGameFile(rows);
    this.games += 1;
    const entries: readonly NamedEntry[] = file.lineups;
    let game: ScoringGame = beginning(file);
    const turn = new UnfinishedTurn();
    let playNumber = 0;
    for (const record of records) {
      const [kind] = record;
      if (kind === "sub") turn.substitute(record, game);
      if (kind !== "play") continue;
      turn.count = record[4] ?? "";
      const text = record[6] ?? "";
      if (text === "NP") continue;
      playNumber += 1;
      const expected = file.plays[playNumber - 1];
      const row = rows.events[playNumber - 1];
      if (expected === undefined || row === undefined)
        throw new Error(`${file.game.id}: there are too many plays`);
      const present = lineupAt(file.lineups, playNumber).map((entry) => ({ ...entry, isActive: true }));
      game = applyLineups({ ...game, lineups: { away: [], home: [] } }, [
        ...present,
        ...file.lineups
          .filter(({ id, afterPlay }) => afterPlay < playNumber && !present.some((each) => each.id === id))
          .map((entry) => ({ ...entry, isActive: false })),
      ]);
      const batter = entries.find(({ id }) => id === expected.batterId);
      const { play } = scorePlay(game, text, {
        asWritten: true,
        ...(batter?.id !== game.batter?.id && { batter }),
        ...turn.former(),
        notes: { inPow: false, locked: true },
      });
      this.#compare(file, playNumber, { ...nothing, ...play }, expected);
      game = applyPlay(game, { ...play }, turn.former());
      if (play.pa === 1) turn.clear();
    }
  }

  #compare(file: GameFile, playNumber: number, play: object, expected: object): void {
    this.plays += 1;
    for (const [column, value] of Object.entries(expected)) {
      if (column === "createdAt" || column === "gameId") continue;
      // Without rosters there are no names, and Chadwick's identifiers replace them.
      if (column === "resultDescription" && file.lineups.some(({ playerName }) => playerName === null))
        continue;
      const mine = (play as Record<string, unknown>)[column];
      if (JSON.stringify(mine) === JSON.stringify(value)) continue;
      this.differing.set(column, (this.differing.get(column) ?? 0) + 1);
      const text = (expected as { playMetadata: { event: string } }).playMetadata.event;
      this.exceptions.push(
        `${file.game.metadata.sourceGameId} play ${playNumber} ${text}: ${column} is ${JSON.stringify(mine)}, not ${JSON.stringify(value)}`,
      );
    }
  }
}

/** Columns of card games that real games do not have. */
const nothing = { diceRoll: null, checkPos: null, bphr: 0, bpfo: 0, bp1b: 0, bplo: 0, wpa: null, re24: null };

function beginning(file: GameFile): ScoringGame {
  const { game, lineups } = file;
  const lastTurns = { top: null, bottom: null };
  const starting = lineupAt(lineups, 1).map((entry) => ({ ...entry, isActive: true }));
  const rules = { ...game, homeBatsFirst: file.plays[0]?.half === "bottom" };
  return {
    gameId: game.id,
    game: rules,
    ...liveGame<NamedEntry>({ game: rules, lastPlay: null, lastTurns, lineups: starting }),
    playCount: 0,
    lastPlay: null,
    inningPlays: [],
  };
}

/** Who began a plate appearance that another finishes, as the counts of an event file tell it. */
class UnfinishedTurn {
  count = "";
  #pitcher: NamedEntry | undefined;
  #batter: NamedEntry | undefined;

  substitute(record: readonly string[], game: ScoringGame): void {
    const [balls, strikes] = [Number(this.count[0]), Number(this.count[1])];
    if (!/^\d\d$/.test(this.count)) return;
    const position = Number(record[5]);
    if (position === 1 && walkIsFormerPitchers(balls, strikes)) this.#pitcher = game.pitcher ?? undefined;
    if (position === 11 && strikeoutIsFormerBatters(strikes)) this.#batter ??= game.batter ?? undefined;
  }

  former() {
    return {
      ...(this.#pitcher !== undefined && { formerPitcher: this.#pitcher }),
      ...(this.#batter !== undefined && { formerBatter: this.#batter }),
    };
  }

  clear(): void {
    this.#pitcher = undefined;
    this.#batter = undefined;
  }
}
