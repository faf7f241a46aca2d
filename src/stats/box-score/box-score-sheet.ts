import { type BoxNote, boxNotes } from "./box-score-notes.js";
import type { BoxScore } from "./box-score-query.js";
import { type BoxSide, sideOf } from "./box-score-rows.js";

/**
 * A box score as it is shown, in words and rows, with only what everyone may see. From the game's metadata it has the park, the
 * notice of the source and, among the notes, the attendance.
 */
export interface BoxSheet {
  /** `Chicago at Cleveland` */
  readonly title: string;
  /** `November 2, 2016` */
  readonly date: string;
  readonly venue: string | null;
  /** The notice that the source of the game requires. */
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

/** Retrosheet's codes of the parks in which most games of these years were played; any other code is shown as it is. */
const parks: Readonly<Record<string, string>> = {
  ANA01: "Angel Stadium",
  ARL02: "Globe Life Park in Arlington",
  ARL03: "Globe Life Field",
  ATL02: "Turner Field",
  ATL03: "Truist Park",
  BAL12: "Oriole Park at Camden Yards",
  BOS07: "Fenway Park",
  BUF05: "Sahlen Field",
  CHI11: "Wrigley Field",
  CHI12: "Guaranteed Rate Field",
  CIN09: "Great American Ball Park",
  CLE08: "Progressive Field",
  DEN02: "Coors Field",
  DET05: "Comerica Park",
  HOU03: "Minute Maid Park",
  KAN06: "Kauffman Stadium",
  LOS03: "Dodger Stadium",
  MIA02: "Marlins Park",
  MIL06: "Miller Park",
  MIN04: "Target Field",
  NYC20: "Citi Field",
  NYC21: "Yankee Stadium",
  OAK01: "Oakland Coliseum",
  PHI13: "Citizens Bank Park",
  PHO01: "Chase Field",
  PIT08: "PNC Park",
  SAN02: "Petco Park",
  SEA03: "T-Mobile Park",
  SFO03: "Oracle Park",
  STL10: "Busch Stadium",
  STP01: "Tropicana Field",
  TOR02: "Rogers Centre",
  WAS11: "Nationals Park",
};

/** What a park is called: `CLE08` is Progressive Field. */
function venueName(park: string | null): string | null {
  if (park === null) return null;
  return Object.hasOwn(parks, park) ? (parks[park] as string) : park;
}
