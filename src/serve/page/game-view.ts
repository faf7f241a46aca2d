import type { FollowedGame } from "../../feed/feed-events.js";
import type { PublicGame, PublicLineupEntry, PublicPlay } from "../../feed/public-view.js";
import { type LiveGame, liveGame } from "../../rules/live-game.js";
import { situationAfter } from "../../rules/situation.js";
import type { Decision, GameStatus, Half } from "../../rules/vocabulary.js";
import { personOf } from "../../stats/box-score/box-score-rows.js";
import type { BoxSheet } from "../../stats/box-score/box-score-sheet.js";
import { accentsOf, type LineScoreRow } from "./line-score-table.js";
import { nameOf, type SlotView, slotsOf } from "./lineup-view.js";

/** The public view of a game. Times are text if it came as JSON. */
export type KnownGame = FollowedGame<PublicGame, PublicPlay, PublicLineupEntry>;

/** What the server computes for a game: see `game-details.ts`. */
export interface GameDetails {
  /** The number of plays that are included. */
  readonly playCount: number;
  /** The state version of the game that is included. */
  readonly stateVersion: number;
  readonly sheet: BoxSheet;
  /** The home team's win probability before the first play and after each one; null if it cannot be computed. */
  readonly chances: readonly number[] | null;
  /** A sentence about the source of the values. */
  readonly source: string;
  /** The plays that changed the probability most, in the order of the game. */
  readonly swings: readonly SwingView[];
}

/** A play that changed the win probability. */
interface SwingView {
  /** `Top of the 7th` */
  readonly when: string;
  readonly text: string;
  /** The team that gained, and by how many percentage points. */
  readonly team: string;
  readonly gain: number;
}

/** What a page knows about a game only because it was open: the changes that it saw. */
export interface Seen {
  /** The numbers of plays that were corrected while the page was open. */
  readonly corrected: ReadonlySet<number>;
  /** How many plays were removed last; 0 if a play was recorded since. */
  readonly takenBack: number;
}

export const nothingSeen: Seen = { corrected: new Set(), takenBack: 0 };

/** A player in the game, with what he has done so far. */
export interface PlayerView {
  readonly name: string;
  /** `RF`, or the place in the batting order */
  readonly role: string;
  readonly today: string;
}

export interface PlayView {
  readonly number: number;
  readonly text: string;
  readonly outs: number;
  /** True for a play on which a run scored. */
  readonly isScoring: boolean;
  /** `Chicago 1, Cleveland 0`, after the play. */
  readonly score: string;
  readonly isCorrected: boolean;
  /** Who came in after the play: `David Ross replaces Willson Contreras, C`. */
  readonly changes: readonly string[];
}

export interface HalfView {
  readonly inning: number;
  readonly half: Half;
  readonly team: string;
  readonly accent: number;
  readonly runs: number;
  readonly hits: number;
  /** Newest first. */
  readonly plays: readonly PlayView[];
}

export interface GameView {
  readonly id: string;
  readonly status: GameStatus;
  readonly startsAt: Date | string;
  readonly isOver: boolean;
  readonly isOn: boolean;
  readonly scheduledInnings: number;
  /** The last inning that has begun. */
  readonly lastInning: number;
  readonly inning: number;
  readonly half: Half;
  readonly outs: number;
  /** The away team, and the home team. */
  readonly teams: readonly [LineScoreRow, LineScoreRow];
  /** Names of the runners on first, second and third base. */
  readonly runners: readonly [string | null, string | null, string | null];
  readonly batter: PlayerView | null;
  readonly pitcher: PlayerView | null;
  readonly onDeck: string | null;
  /** The pitchers of record. */
  readonly decisions: Readonly<Record<Decision, PlayerView | null>>;
  /** Half-innings, the newest first. */
  readonly halves: readonly HalfView[];
  readonly lastPlay: PlayView | null;
  readonly takenBack: number;
  readonly lineups: readonly [readonly SlotView[], readonly SlotView[]];
  readonly details: GameDetails | null;
  /** Changes with plays and versions, so that images from the server are requested again. */
  readonly mark: string;
}

/** Everything that a page shows of a game, computed from its plays and lineups. */
export function gameView(known: KnownGame, details: GameDetails | null, seen: Seen = nothingSeen): GameView {
  const { game, plays, lineups } = known;
  const live = standingOf(known);
  const isOver = game.status === "completed" || game.status === "abandoned";
  const isOn = game.status === "active" || game.status === "paused";
  const teams = teamsOf(known, live, { isOver, isOn });
  const halves = halvesOf(known, teams, seen);
  const today = todayOf(details);
  const isBetween = live.isOver || !isOn;
  return {
    ...{ id: game.id, status: game.status, startsAt: game.startedAt ?? game.createdAt, isOver, isOn },
    lastInning: plays.at(-1)?.inning ?? game.inning,
    ...{
      scheduledInnings: game.scheduledInnings,
      inning: live.inning,
      half: live.half,
      outs: live.outs,
      teams,
    },
    runners: [live.bases.first, live.bases.second, live.bases.third].map((entry) =>
      entry === null || isBetween ? null : nameOf(entry),
    ) as [string | null, string | null, string | null],
    batter: live.batter && personView(live.batter, today.batting, battingRole(live.batter)),
    pitcher: live.pitcher && personView(live.pitcher, today.pitching, ""),
    onDeck: onDeckOf(live),
    decisions: decisionsOf(lineups, today.pitching),
    ...{ halves, lastPlay: halves[0]?.plays[0] ?? null, takenBack: seen.takenBack },
    lineups: [slotsOf(lineups, game.awayTeamId), slotsOf(lineups, game.homeTeamId)],
    details,
    mark: `${plays.length}.${game.stateVersion}.${seen.corrected.size}.${seen.takenBack}`,
  };
}

/** The current situation of the game, by the same rules as recovery. */
function standingOf({ game, plays, lineups }: KnownGame): LiveGame<PublicLineupEntry> {
  const lastOf = (half: Half) => plays.findLast((play) => play.half === half) ?? null;
  const lastTurns = { top: lastOf("top"), bottom: lastOf("bottom") };
  return liveGame({ game, lastPlay: plays.at(-1) ?? null, lastTurns, lineups });
}

const battingRole = ({ position, battingOrder }: PublicLineupEntry): string =>
  battingOrder === null ? position : `${position}, batting ${battingOrder}`;

const personView = (
  entry: PublicLineupEntry,
  lines: ReadonlyMap<string, string>,
  role: string,
): PlayerView => ({
  name: nameOf(entry),
  role,
  today: lines.get(personOf(entry)) ?? "",
});

function todayOf(details: GameDetails | null) {
  const sides = details === null ? [] : [details.sheet.away, details.sheet.home];
  const byPerson = (rows: readonly { person: string; today: string }[]) =>
    new Map(rows.map(({ person, today }) => [person, today]));
  return {
    batting: byPerson(sides.flatMap(({ batting }) => batting)),
    pitching: byPerson(sides.flatMap(({ pitching }) => pitching)),
  };
}

function decisionsOf(
  lineups: readonly PublicLineupEntry[],
  lines: ReadonlyMap<string, string>,
): GameView["decisions"] {
  const of = (decision: Decision) => {
    const entry = lineups.find((one) => one.decision === decision);
    return entry === undefined ? null : personView(entry, lines, "");
  };
  return { win: of("win"), loss: of("loss"), save: of("save") };
}

function onDeckOf({ dueUp, half, lineups }: LiveGame<PublicLineupEntry>): string | null {
  const side = half === "top" ? "away" : "home";
  const next = (dueUp[side].battingOrder % 9) + 1;
  const entry = lineups[side].find(({ battingOrder }) => battingOrder === next);
  return entry === undefined ? null : nameOf(entry);
}

function teamsOf(
  { game, plays }: KnownGame,
  live: LiveGame<PublicLineupEntry>,
  { isOver, isOn }: { isOver: boolean; isOn: boolean },
): [LineScoreRow, LineScoreRow] {
  const accents = accentsOf(game.awayTeamId, game.homeTeamId);
  const last = Math.max(0, ...plays.map(({ inning }) => inning));
  const row = (side: "away" | "home"): LineScoreRow => {
    const half = side === "away" ? "top" : "bottom";
    const own = plays.filter((play) => play.half === half);
    const others = plays.filter((play) => play.half !== half);
    // Without plays, as on a scoreboard of finished games, the score is that of the game's row.
    const score = plays.length === 0 ? game : live;
    const run = side === "away" ? score.awayScore : score.homeScore;
    const opposing = side === "away" ? score.homeScore : score.awayScore;
    return {
      name: (side === "away" ? game.awayTeamName : game.homeTeamName) ?? `Team ${game[`${side}TeamId`]}`,
      innings: inningsOf(own, last),
      ...{ run, hit: sum(own, "hit"), error: sum(others, "error"), accent: accents[side] },
      isAtBat: isOn && !live.isOver && live.half === half,
      isWinner: isOver && run > opposing,
    };
  };
  return [row("away"), row("home")];
}

const sum = (plays: readonly PublicPlay[], count: "hit" | "error"): number =>
  plays.reduce((total, play) => total + (play[count] ?? 0), 0);

/** The runs that scored on these plays. */
const runsOn = (plays: readonly PublicPlay[]): number =>
  plays.reduce((total, play) => {
    const { awayScore, homeScore } = situationAfter(play);
    return total + awayScore - play.awayScore + homeScore - play.homeScore;
  }, 0);

const inningsOf = (plays: readonly PublicPlay[], last: number): (number | null)[] =>
  Array.from({ length: last }, (_, index) => {
    const inning = plays.filter((play) => play.inning === index + 1);
    return inning.length === 0 ? null : runsOn(inning);
  });

function halvesOf({ plays, lineups }: KnownGame, teams: GameView["teams"], seen: Seen): HalfView[] {
  const halves: { inning: number; half: Half; plays: PublicPlay[] }[] = [];
  for (const play of plays) {
    const open = halves.at(-1);
    if (open?.inning === play.inning && open.half === play.half) open.plays.push(play);
    else halves.push({ inning: play.inning, half: play.half, plays: [play] });
  }
  const changes = changesByPlay(lineups);
  return halves.reverse().map(({ inning, half, plays: played }) => ({
    ...{
      inning,
      half,
      team: teams[half === "top" ? 0 : 1].name,
      accent: teams[half === "top" ? 0 : 1].accent,
    },
    ...{ runs: runsOn(played), hits: sum(played, "hit") },
    plays: played.map((play) => playView(play, teams, changes, seen)).reverse(),
  }));
}

function playView(
  play: PublicPlay,
  [away, home]: GameView["teams"],
  changes: ReadonlyMap<number, string[]>,
  seen: Seen,
): PlayView {
  const { awayScore, homeScore, outs, inning, half } = situationAfter(play);
  return {
    number: play.playNumber,
    text: play.resultDescription ?? play.hitType ?? `Play ${play.playNumber}`,
    outs: inning === play.inning && half === play.half ? outs : 3,
    isScoring: awayScore + homeScore > play.awayScore + play.homeScore,
    score: `${away.name} ${awayScore}, ${home.name} ${homeScore}`,
    isCorrected: seen.corrected.has(play.playNumber),
    changes: changes.get(play.playNumber) ?? [],
  };
}

function changesByPlay(lineups: readonly PublicLineupEntry[]): Map<number, string[]> {
  const byId = new Map(lineups.map((entry) => [entry.id, entry]));
  const changes = new Map<number, string[]>();
  for (const entry of lineups) {
    if (entry.isStarter || entry.afterPlay === 0) continue;
    const replaced = byId.get(entry.replacingId ?? -1);
    const isMove = replaced !== undefined && personOf(replaced) === personOf(entry);
    const text =
      replaced === undefined || isMove
        ? `${nameOf(entry)} now ${positionWord(entry.position)}`
        : `${nameOf(entry)} ${comesIn[entry.position] ?? "replaces"} ${
            comesIn[entry.position] === undefined
              ? `${nameOf(replaced)} at ${entry.position}`
              : `for ${nameOf(replaced)}`
          }`;
    changes.set(entry.afterPlay, [...(changes.get(entry.afterPlay) ?? []), text]);
  }
  return changes;
}

const comesIn: Readonly<Record<string, string>> = { P: "pitches", PH: "bats", PR: "runs" };

const positionWord = (position: string): string =>
  position === "P" ? "pitches" : position === "DH" ? "is the designated hitter" : `plays ${position}`;
