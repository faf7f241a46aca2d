import type {
  AccompanyingPlay,
  Advance,
  Base,
  BasicPlay,
  DetailedAdvance,
  FieldingPlay,
  PlayEvent,
  Runner,
  RunningPlay,
} from "./play-event.js";

/**
 * Writes a play in Retrosheet's notation. `parsePlay` of the result returns the same event in its shortest form: without empty
 * lists, and with only the base for a runner's move that has no other details.
 */
export function formatPlay(event: PlayEvent): string {
  const modifiers = (event.modifiers ?? []).map((modifier) => `/${modifier}`).join("");
  const advances = Object.entries(event.advances ?? {}) as [Runner, Advance | undefined][];
  const moves = advances.flatMap(([runner, advance]) =>
    advance === undefined ? [] : [formatAdvance(runner, advance)],
  );
  const text = `${formatBasic(event)}${event.marks ?? ""}${modifiers}`;
  return moves.length === 0 ? text : `${text}.${moves.join(";")}`;
}

const hits = { single: "S", double: "D", triple: "T", homerun: "HR" } as const;

function formatBasic(event: BasicPlay): string {
  switch (event.event) {
    case "single":
    case "double":
    case "triple":
    case "homerun": {
      const word = event.groundRule ? "DGR" : hits[event.event];
      return `${word}${event.fieldedBy ?? ""}${(event.thenBy ?? []).join("")}`;
    }
    case "out":
      return formatOut(event.plays);
    case "strikeout":
      return `K${(event.plays ?? []).map(formatFielding).join("")}${formatWith(event.with, "+")}`;
    case "walk":
      return `W${formatWith(event.with, "+")}`;
    case "intentional walk":
      return `IW${formatWith(event.with, "+")}`;
    case "hit by pitch":
      return "HP";
    case "interference":
      return formatInterference(event);
    case "error":
      return `E${event.fielder}`;
    case "foul error":
      return `FLE${event.fielder}`;
    case "fielder's choice":
      return `FC${event.fieldedBy ?? ""}`;
    case "balk":
      return "BK";
    case "no play":
      return "NP";
    default:
      return `${formatRunning(event)}${formatWith(event.with, ";")}`;
  }
}

function formatInterference({ assist, error }: Extract<BasicPlay, { event: "interference" }>): string {
  return error === undefined ? "C" : `C/${assist ?? ""}E${error}`;
}

const baseLetters: Readonly<Record<Base, string>> = { first: "1", second: "2", third: "3", home: "H" };
const runnerLetters: Readonly<Record<Runner, string>> = { batter: "B", first: "1", second: "2", third: "3" };

function formatOut(plays: Extract<BasicPlay, { event: "out" }>["plays"]): string {
  return plays
    .map((play, index) => {
      const isLast = index === plays.length - 1;
      if (play.runner === undefined && isLast) return formatFielding(play);
      return `${formatFielding(play)}(${runnerLetters[play.runner ?? "batter"]})`;
    })
    .join("");
}

/** The fielders are not known: no real play goes from right fielder to right fielder. */
const unknownFielders = "99";

function formatFielding({ fielders, error }: FieldingPlay): string {
  if (error !== undefined) return `${fielders.join("")}E${error}`;
  return fielders.length === 0 ? unknownFielders : fielders.join("");
}

const formatNoted = (play: FieldingPlay) => `(${[formatFielding(play), ...(play.notes ?? [])].join("/")})`;

function formatRunning(play: RunningPlay): string {
  switch (play.event) {
    case "stolen base":
      return `${play.pickoff ? "PO" : ""}SB${baseLetters[play.base]}${formatRun(play.run)}`;
    case "caught stealing":
      return `${play.pickoff ? "PO" : ""}CS${baseLetters[play.base]}${formatPlays(play)}${formatRun(play.run)}`;
    case "pickoff":
      return `PO${baseLetters[play.base]}${formatPlays(play)}`;
    case "wild pitch":
      return "WP";
    case "passed ball":
      return "PB";
    case "defensive indifference":
      return "DI";
    case "other advance":
      return "OA";
  }
}

const formatPlays = ({ plays = [] }: { readonly plays?: readonly FieldingPlay[] | undefined }) =>
  plays.map(formatNoted).join("");

function formatWith(plays: readonly AccompanyingPlay[] = [], first: "+" | ";"): string {
  return plays
    .map((play, index) => {
      const text = play.event === "error" ? `E${play.fielder}` : formatRunning(play);
      return `${index === 0 ? first : ";"}${text}`;
    })
    .join("");
}

const runs = { unearned: "(UR)", "team unearned": "(TUR)" } as const;
const formatRun = (run: DetailedAdvance["run"]) => (run === undefined ? "" : runs[run]);

function formatAdvance(runner: Runner, advance: Advance): string {
  const { to, out, plays, run, rbi, notes, marks }: DetailedAdvance =
    typeof advance === "string" ? { to: advance } : advance;
  const batted = rbi === undefined ? "" : rbi ? "(RBI)" : "(NR)";
  return [
    `${runnerLetters[runner]}${out ? "X" : "-"}${baseLetters[to]}`,
    ...(plays ?? []).map(formatNoted),
    `${batted}${formatRun(run)}`,
    ...(notes ?? []).map((note) => `(${note})`),
    marks ?? "",
  ].join("");
}
