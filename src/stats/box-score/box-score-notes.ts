import type { TeamLine } from "../line-score-query.js";
import type { BattingLine } from "./box-score-lines.js";
import type { BoxScore } from "./box-score-query.js";

/** One line below a box score: `HR` and who hit them. */
export interface BoxNote {
  readonly label: string;
  readonly text: string;
}

interface Named {
  readonly playerName: string | null;
  readonly cardId: number | null;
  readonly playerId: number | null;
}

/** What to call the player of a line. */
export function nameOf({ playerName, cardId, playerId }: Named): string {
  return playerName ?? `Nr. ${cardId ?? playerId}`;
}

const battingNotes: readonly (readonly [label: string, count: keyof BattingLine])[] = [
  ["2B", "double"],
  ["3B", "triple"],
  ["HR", "homerun"],
  ["SB", "sb"],
  ["CS", "cs"],
  ["SH", "sacBunt"],
  ["SF", "sacFly"],
  ["GDP", "gidp"],
  ["IBB", "ibb"],
];

/** The notes of a box score, in the usual order, without empty ones. The away team comes first. */
export function boxNotes(box: BoxScore): BoxNote[] {
  const { batting, pitching, fielding, away, home } = box;
  const inOrder = <Line extends { teamId: number }>(lines: readonly Line[]) => [
    ...lines.filter(({ teamId }) => teamId === away.teamId),
    ...lines.filter(({ teamId }) => teamId === home.teamId),
  ];
  const notes: BoxNote[] = [
    { label: "E", text: whoDid(inOrder(fielding), ({ error }) => error) },
    { label: "DP", text: teams(box, ({ doublePlay }) => doublePlay) },
    { label: "TP", text: teams(box, ({ triplePlay }) => triplePlay) },
    { label: "LOB", text: teams(box, ({ leftOnBase }) => leftOnBase) },
    ...battingNotes.map(([label, count]) => ({
      label,
      text: whoDid(inOrder(batting), (line) => Number(line[count])),
    })),
    {
      label: "HBP",
      text: box.hitBatters.map(({ pitcher, batter }) => `by ${pitcher} (${batter})`).join(", "),
    },
    { label: "WP", text: whoDid(inOrder(pitching), ({ wildPitch }) => wildPitch) },
    { label: "BK", text: whoDid(inOrder(pitching), ({ balk }) => balk) },
    { label: "PB", text: whoDid(inOrder(fielding), ({ passedBall }) => passedBall) },
    { label: "T", text: durationOf(box) },
    { label: "A", text: attendanceOf(box) },
  ];
  return notes.filter(({ text }) => text !== "");
}

/** The players with this count, each with its number after the name if it is more than 1. */
function whoDid<Line extends Named & { teamId: number }>(
  lines: readonly Line[],
  count: (line: Line) => number,
): string {
  const people = new Map<string, { name: string; times: number }>();
  for (const line of lines) {
    const times = count(line);
    if (times === 0) continue;
    const key = `${line.teamId} ${line.cardId ?? line.playerId}`;
    people.set(key, { name: nameOf(line), times: times + (people.get(key)?.times ?? 0) });
  }
  return [...people.values()].map(({ name, times }) => (times > 1 ? `${name} ${times}` : name)).join(", ");
}

function teams({ away, home }: BoxScore, count: (team: TeamLine) => number): string {
  return [away, home]
    .filter((team) => count(team) > 0)
    .map((team) => `${team.name} ${count(team)}`)
    .join(", ");
}

function durationOf({ game: { startedAt, completedAt } }: BoxScore): string {
  if (startedAt === null || completedAt === null) return "";
  const minutes = Math.round((completedAt.getTime() - startedAt.getTime()) / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

function attendanceOf({ game: { metadata } }: BoxScore): string {
  const { attendance } = metadata;
  return typeof attendance === "number" ? String(attendance) : "";
}
