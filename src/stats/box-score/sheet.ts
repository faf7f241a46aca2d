import type { BoxScore } from "./box-score.js";
import { type BoxNote, boxNotes } from "./notes.js";
import { type BoxSide, sideOf } from "./rows.js";
import { venueName } from "./venues.js";

/**
 * A box score as it is shown: everything is in words and rows, and nothing is in it that not everybody may see. Of the
 * game's metadata that is the park, the notice of the source, and, among the notes, the attendance.
 */
export interface BoxSheet {
  /** `Chicago at Cleveland` */
  readonly title: string;
  /** `November 2, 2016` */
  readonly date: string;
  readonly venue: string | null;
  /** What the source of the game wants to be said with it. */
  readonly notice: string | null;
  readonly away: BoxSide;
  readonly home: BoxSide;
  readonly notes: readonly BoxNote[];
}

export function boxSheet(box: BoxScore): BoxSheet {
  const { away, home, game } = box;
  const { venue, park, notice } = game.metadata;
  return {
    title: `${away.name} at ${home.name}`,
    date: dateOf(box),
    venue: textOr(venue) ?? venueName(textOr(park)),
    notice: textOr(notice),
    away: sideOf(box, away),
    home: sideOf(box, home),
    notes: boxNotes(box).map(withSeparators),
  };
}

/** `Chicago at Cleveland, November 2, 2016` */
export function titleOf(box: BoxScore): string {
  return `${box.away.name} at ${box.home.name}, ${dateOf(box)}`;
}

const dateFormat = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
const dateOf = ({ game }: BoxScore) => dateFormat.format(game.startedAt ?? game.createdAt);

const textOr = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** `38,104`: the attendance is the one count that has thousands. The printed box score has it without. */
const withSeparators = ({ label, text }: BoxNote): BoxNote =>
  label === "A" ? { label, text: Number(text).toLocaleString("en-US") } : { label, text };
