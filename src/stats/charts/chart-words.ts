import type { Half } from "../../models/vocabulary.js";

/** A team as a chart names it. */
interface ChartTeam {
  readonly name: string;
  readonly runs: number;
}

export type ChartSide = "away" | "home";
export type ChartTeams = Readonly<Record<ChartSide, ChartTeam>>;

/** What stands above a chart, and the teams as it names them. */
export interface ChartCaption {
  readonly title: string;
  readonly subtitle: string;
  readonly teams: ChartTeams;
}

export const battingSide = (half: Half): ChartSide => (half === "top" ? "away" : "home");

/** The score as a headline has it: the winner first. */
export function scoreText({ away, home }: ChartTeams): string {
  const [first, second] = home.runs > away.runs ? [home, away] : [away, home];
  return `${first.name} ${first.runs}, ${second.name} ${second.runs}`;
}

/** `top of the 7th` */
export function inningText(half: Half, inning: number): string {
  return `${half} of the ${ordinal(inning)}`;
}

/** `1st`, `12th`, `23rd` */
export function ordinal(number: number): string {
  const isTeen = number % 100 >= 11 && number % 100 <= 13;
  return `${number}${(isTeen ? undefined : ["th", "st", "nd", "rd"][number % 10]) ?? "th"}`;
}
