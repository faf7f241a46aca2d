import { situationAfter } from "../../rules/situation.js";
import type { Half } from "../../rules/vocabulary.js";
import type { LoadedGame } from "../../statements/whole-game-statements.js";

/** A team as a chart names it. */
interface ChartTeam {
  readonly name: string;
  readonly runs: number;
}

export type ChartSide = "away" | "home";
export type ChartTeams = Readonly<Record<ChartSide, ChartTeam>>;

/** The title and subtitle of a chart, and the names of the teams. */
export interface ChartCaption {
  readonly title: string;
  readonly subtitle: string;
  readonly teams: ChartTeams;
}

export const battingSide = (half: Half): ChartSide => (half === "top" ? "away" : "home");

/** The score as in a headline, with the winner first. */
function scoreText({ away, home }: ChartTeams): string {
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

export function captionOf({ game, plays }: LoadedGame, what: string): ChartCaption {
  const last = plays.at(-1);
  const { awayScore, homeScore, inning, half } = last === undefined ? game : situationAfter(last);
  const teams: ChartTeams = {
    away: { name: game.awayTeamName ?? `Team ${game.awayTeamId}`, runs: awayScore },
    home: { name: game.homeTeamName ?? `Team ${game.homeTeamId}`, runs: homeScore },
  };
  const isOver = game.status === "completed";
  const innings =
    last !== undefined && last.inning !== game.scheduledInnings ? `${last.inning} innings` : null;
  const standing = isOver ? innings : `so far: ${inningText(half, inning)}`;
  const date = dateText(game.startedAt ?? game.createdAt);
  const subtitle = [what, date, standing].filter((part) => part !== null).join(" · ");
  return { title: scoreText(teams), subtitle, teams };
}

function dateText(date: Date): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" }).format(date);
}

/** The notes below a chart: where its values come from, and the notice that the source of the game requires. */
export function notesOf({ game }: LoadedGame, games: number | null, season: string | undefined): string[] {
  const { notice } = game.metadata;
  return [sourceOf(games, season), ...(typeof notice === "string" ? [notice] : [])];
}

/** With fewer games, rare states have too few cases: a runner on third with no outs occurs once in six games. */
const meaningfulGames = 200;

/** True if the values come from enough games. Stored values, whose origin is unknown, count as meaningful. */
export const isMeaningful = (games: number | null): boolean => games === null || games >= meaningfulGames;

function sourceOf(games: number | null, season: string | undefined): string {
  if (games === null) return "From the win probability added (WPA) that is stored with each play.";
  const which =
    season === undefined ? "all stored games of its league" : `the stored games of season ${season}`;
  const warning = isMeaningful(games) ? "" : " This is a rough estimate, because there are so few games.";
  return `Computed from ${which} (${games.toLocaleString("en-US")}).${warning}`;
}
