import { type Command, InvalidArgumentError } from "commander";
import { liveGame } from "../rules/live-game.js";
import { scorePlay } from "../rules/scoring/score-play.js";
import type { NamedEntry } from "../rules/scoring/scoring-game.js";
import { fieldingPositions, type Half } from "../rules/vocabulary.js";
import { printLines } from "./output.js";

interface ScoreFlags {
  readonly runners: readonly number[];
  readonly outs: number;
  readonly inning: number;
  readonly half: Half;
  readonly asWritten?: boolean;
}

export function addScoreCommand(program: Command): void {
  program
    .command("score")
    .description("explain how a play in Retrosheet's notation is scored")
    .argument("<notation>", "such as 64(1)3/GDP or S8.2-H;1-3")
    .option("--runners <bases>", "the bases with runners, such as 1,3", readBases, [])
    .option("--outs <number>", "the number of outs: 0, 1 or 2", readNumber(0, 2), 0)
    .option("--inning <number>", "the inning", readNumber(1, 99), 1)
    .option("--half <half>", "top or bottom", readHalf, "top")
    .option("--as-written", "read it as an official scorer's record: derive nothing that is not marked")
    .action((notation: string, flags: ScoreFlags) => printLines(explained(notation, flags)));
}

const batting = ["the batter", "the runner from first", "the runner from second", "the runner from third"];

/** A game in which each player is named after his role. */
function explained(notation: string, { runners, outs, inning, half, asWritten }: ScoreFlags): string[] {
  const [home, away] = [1, 2];
  const [atBat, inField] = half === "top" ? [away, home] : [home, away];
  const entry = (id: number, teamId: number, playerName: string, rest: Partial<NamedEntry>): NamedEntry => ({
    ...{ id, teamId, playerName, cardId: null, playerId: id, isActive: true, replacingId: null },
    ...{ position: "DH", battingOrder: null, ...rest },
  });
  const people = batting.map((name, index) => entry(index + 1, atBat, name, { battingOrder: index + 1 }));
  const fielders = fieldingPositions.map((position, index) =>
    entry(index + 5, inField, position, { position }),
  );
  const rules = { homeTeamId: home, awayTeamId: away, scheduledInnings: 9, automaticRunnerInning: null };
  const beginning = liveGame({
    game: rules,
    lastPlay: null,
    lastTurns: { top: null, bottom: null },
    lineups: [...people, ...fielders],
  });
  const runner = (base: number) => (runners.includes(base) ? (people[base] as NamedEntry) : null);
  const pitcher = fielders[0] as NamedEntry;
  const charged = (base: number) => (runners.includes(base) ? pitcher : null);
  const game = {
    ...beginning,
    ...{ gameId: "", game: rules, playCount: 0, lastPlay: null, inning, half, outs },
    ...{ batter: people[0] as NamedEntry, pitcher },
    fielders: Object.fromEntries(fielders.map((fielder) => [fielder.position, fielder])),
    bases: { first: runner(1), second: runner(2), third: runner(3) },
    chargedTo: { first: charged(1), second: charged(2), third: charged(3) },
  };
  const { play, state } = scorePlay(game, notation, { asWritten });
  return [
    ...wordsOf(play),
    "",
    `Then: ${state.half} of inning ${state.inning}, ${state.awayScore} : ${state.homeScore}.`,
  ];
}

/** Each field by its name in the library, with its meaning. */
function wordsOf(play: object): string[] {
  const fields = Object.entries(play).filter(([field]) => !hidden.has(field));
  const width = Math.max(...fields.map(([field]) => field.length));
  return fields.map(([field, value]) => `${field.padEnd(width)}  ${wordOf(field, value)}`);
}

const hidden: ReadonlySet<string> = new Set(["gameId", "playNumber", "playMetadata", "complete"]);
const bases = ["out", "first base", "second base", "third base", "home: a run"];
const people = new Map<number, string>([
  ...batting.map((name, index) => [index + 1, name] as const),
  ...fieldingPositions.map((position, index) => [index + 5, position] as const),
]);

function wordOf(field: string, value: unknown): string {
  if (field.endsWith("Id"))
    return typeof value === "number" ? (people.get(value) ?? String(value)) : "nobody";
  if (field.endsWith("Final"))
    return value === null ? "out, or not there" : (bases[value as number] ?? String(value));
  if (field.endsWith("Code")) return value === null || value === 0 ? "nobody" : runnersOf(Number(value));
  if (field.endsWith("Positions"))
    return value === null ? "none" : [...String(value)].map(positionOf).join(", ");
  if (value === true) return "yes";
  if (value === false) return "no";
  return value === null ? "none" : String(value);
}

const runnersOf = (code: number) =>
  ["the runner from first", "the runner from second", "the runner from third", "the batter"]
    .filter((_, index) => (code & (2 ** index)) !== 0)
    .join(", ");
const positionOf = (digit: string) => fieldingPositions[Number(digit) - 1] ?? digit;

function readBases(text: string): number[] {
  const bases = text === "" ? [] : text.split(",");
  if (!bases.every((base) => /^[123]$/.test(base)) || new Set(bases).size < bases.length)
    throw new InvalidArgumentError("Name bases from 1 to 3 once each, such as 1,3.");
  return bases.map(Number);
}

const readNumber = (least: number, most: number) => (text: string) => {
  if (!/^\d+$/.test(text) || Number(text) < least || Number(text) > most)
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  return Number(text);
};

function readHalf(text: string): Half {
  if (text !== "top" && text !== "bottom") throw new InvalidArgumentError("It must be top or bottom.");
  return text;
}
