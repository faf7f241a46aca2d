import { readFile } from "node:fs/promises";
import { type GameFile, parseGameFile } from "dugout/import";
import {
  applyLineups,
  applyPlay,
  liveGame,
  type NamedEntry,
  type ScoringGame,
  scorePlay,
} from "dugout/rules";
import { median } from "../runner/statistics.js";

const rounds = 9;
const roundSeconds = 1;
const target = 20;
const example = new URL("../examples/world-series-2016-game-7.json", import.meta.resolve("dugout"));

type Moment = { readonly game: ScoringGame; readonly event: string };

/** Measures the CPU time of scoring one play, over the plays of a real game, without the rest of the package. */
export async function measureScoring(): Promise<string> {
  const moments = momentsOf(parseGameFile(JSON.parse(await readFile(example, "utf8"))));
  const score = (asWritten: boolean) => () => {
    for (const { game, event } of moments) scorePlay(game, event, { asWritten });
  };
  const follow = () => {
    for (const { game, event } of moments) {
      const { play, corrections } = scorePlay(game, event);
      applyPlay(game, play, { corrections });
    }
  };
  const byRules = timeOf(score(false), moments.length);
  const rows = [
    ["`scorePlay`, everything by the rules", byRules],
    ["`scorePlay` of an official record (`asWritten`)", timeOf(score(true), moments.length)],
    ["`scorePlay` and `applyPlay`", timeOf(follow, moments.length)],
  ] as const;
  const table = rows.map(([what, time]) => `| ${what} | ${time.toFixed(1)} |`);
  const verdict = byRules < target ? "met" : "**missed**";
  return [
    `Scoring one play, in microseconds of processor time: the median of ${rounds} rounds over the ${moments.length} plays of game 7 of the World Series of 2016; target under ${target}: ${verdict}.`,
    "",
    "| | µs |\n|---|---|",
    ...table,
  ].join("\n");
}

/** Microseconds a play; the first second is for the compiler. */
function timeOf(work: () => void, plays: number): number {
  const measured = Array.from({ length: rounds + 1 }, () => {
    const used = process.cpuUsage();
    const until = performance.now() + 1_000 * roundSeconds;
    let times = 0;
    for (; performance.now() < until; times += 1) work();
    const { user, system } = process.cpuUsage(used);
    return (user + system) / (times * plays);
  });
  return median(measured.slice(1));
}

/** The game before each of its plays. */
function momentsOf({ game: row, lineups, plays }: GameFile): Moment[] {
  const presentAt = (playNumber: number): NamedEntry[] =>
    lineups
      .filter(
        ({ afterPlay, leftAfterPlay }) =>
          afterPlay < playNumber && (leftAfterPlay ?? playNumber) >= playNumber,
      )
      .map((entry) => ({ ...entry, isActive: true }));
  const facts = { game: row, lastPlay: null, lastTurns: { top: null, bottom: null } };
  const begin = liveGame<NamedEntry>({ ...facts, lineups: presentAt(1) });
  let game: ScoringGame = {
    gameId: row.id,
    game: row,
    ...begin,
    playCount: 0,
    lastPlay: null,
    inningPlays: [],
  };
  return plays.map(({ playNumber, playMetadata }) => {
    const former = lineups
      .filter(({ afterPlay }) => afterPlay < playNumber)
      .map((entry) => ({ ...entry, isActive: false }));
    game = applyLineups({ ...game, lineups: { away: [], home: [] } }, [...presentAt(playNumber), ...former]);
    const moment = { game, event: String(playMetadata.event) };
    const { play, corrections } = scorePlay(game, moment.event);
    game = applyPlay(game, play, { corrections });
    return moment;
  });
}
