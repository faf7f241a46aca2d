import { type GameRows, SourceRow } from "../../../support/chadwick/index.js";

export type Cells = Readonly<Record<string, string | number>>;

const gameId = "HOM202007240";

/** Nine batters of a team, in the order of their slots; with a designated hitter the ninth is he. */
const startingPositions = [2, 3, 4, 5, 6, 7, 8, 9] as const;

/** A made-up identifier: `away0001` bats first for the away team; `away0010` is the pitcher where he does not bat. */
export const idOf = (team: "away" | "home", number: number) => `${team}${String(number).padStart(4, "0")}`;

/** A made-up name, which is the identifier in words: "Away One". */
function nameOf(team: "away" | "home", number: number): string {
  const numbers = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
  return `${team === "away" ? "Away" : "Home"} ${numbers[number] ?? number}`;
}

const row = (file: string, line: number, cells: Cells) =>
  new SourceRow(file, line, (field) => (field in cells ? String(cells[field]) : undefined));

/** A row of `cwgame`: a game with designated hitters, unless said otherwise. */
export function gameRow(options: { designatedHitter?: boolean; cells?: Cells } = {}): SourceRow {
  const { designatedHitter = true, cells = {} } = options;
  return row("cwgame.csv", 2, {
    GAME_ID: gameId,
    GAME_DT: "20200724",
    GAME_CT: 0,
    START_GAME_TM: 710,
    DAYNIGHT_PARK_CD: "N",
    MINUTES_GAME_CT: 180,
    AWAY_TEAM_ID: "AWY",
    HOME_TEAM_ID: "HOM",
    PARK_ID: "HOM01",
    AWAY_SCORE_CT: 0,
    HOME_SCORE_CT: 0,
    WIN_PIT_ID: "",
    LOSE_PIT_ID: "",
    SAVE_PIT_ID: "",
    ...starters("away", designatedHitter),
    ...starters("home", designatedHitter),
    ...cells,
  });
}

function starters(team: "away" | "home", designatedHitter: boolean): Cells {
  const side = team.toUpperCase();
  const positions = [...startingPositions, designatedHitter ? 10 : 1];
  const nine = positions.flatMap((position, index) => [
    [`${side}_LINEUP${index + 1}_BAT_ID`, idOf(team, index + 1)],
    [`${side}_LINEUP${index + 1}_FLD_CD`, position],
  ]);
  return { ...Object.fromEntries(nine), [`${side}_START_PIT_ID`]: idOf(team, designatedHitter ? 10 : 9) };
}

/**
 * A row of `cwevent`: the away team's first batter strikes out in the first inning, unless said otherwise. Whoever bats
 * and pitches answers for it, also for the runners.
 */
export function eventRow(number: number, cells: Cells = {}): SourceRow {
  const fielding = cells.BAT_HOME_ID === 1 ? "away" : "home";
  const given: Cells = {
    GAME_ID: gameId,
    EVENT_ID: number,
    INN_CT: 1,
    BAT_HOME_ID: 0,
    OUTS_CT: 0,
    AWAY_SCORE_CT: 0,
    HOME_SCORE_CT: 0,
    BAT_ID: idOf(fielding === "home" ? "away" : "home", 1),
    BAT_LINEUP_ID: 1,
    ...fielders(fielding),
    ...runners,
    INN_NEW_FL: number === 1 ? "T" : "F",
    EVENT_TX: "K",
    EVENT_CD: 3,
    BAT_EVENT_FL: "T",
    AB_FL: "T",
    EVENT_OUTS_CT: 1,
    ...nothing,
    ...cells,
  };
  return row("cwevent.csv", number + 1, { ...responsible(given), ...given });
}

function responsible({ BAT_ID = "", PIT_ID = "", ...given }: Cells): Cells {
  const charged = [1, 2, 3].map((base) => [
    `RUN${base}_RESP_PIT_ID`,
    given[`BASE${base}_RUN_ID`] === "" ? "" : PIT_ID,
  ]);
  return { RESP_BAT_ID: BAT_ID, RESP_PIT_ID: PIT_ID, ...Object.fromEntries(charged) };
}

function fielders(team: "away" | "home"): Cells {
  const caught = startingPositions.map((position, index) => [`POS${position}_FLD_ID`, idOf(team, index + 1)]);
  return { PIT_ID: idOf(team, 10), ...Object.fromEntries(caught) };
}

const runners: Cells = Object.fromEntries(
  [1, 2, 3].flatMap((base) => [
    [`BASE${base}_RUN_ID`, ""],
    [`RUN${base}_DEST_ID`, 0],
    [`RUN${base}_SB_FL`, "F"],
    [`RUN${base}_CS_FL`, "F"],
    [`RUN${base}_PK_FL`, "F"],
  ]),
);

const nothing: Cells = {
  H_CD: 0,
  SH_FL: "F",
  SF_FL: "F",
  DP_FL: "F",
  TP_FL: "F",
  RBI_CT: 0,
  WP_FL: "F",
  PB_FL: "F",
  FLD_CD: 0,
  BATTEDBALL_CD: "",
  ERR_CT: 0,
  BAT_DEST_ID: 0,
  ...numbered("PO", 3),
  ...numbered("ASS", 5),
  ...numbered("ERR", 3),
};

/** Columns for so many fielders: nobody in any of them. */
function numbered(what: "PO" | "ASS" | "ERR", most: number): Cells {
  return Object.fromEntries(Array.from({ length: most }, (_, index) => [`${what}${index + 1}_FLD_CD`, 0]));
}

/** A row of `cwsub`. `after` is the last play before the substitution; slot 0 is the pitcher who does not bat. */
export interface Change {
  readonly after: number;
  readonly team: "away" | "home";
  readonly comes: number;
  readonly slot: number;
  readonly position: number;
  readonly goes: number;
}

function substitutionRow({ after, team, comes, slot, position, goes }: Change, index = 0): SourceRow {
  return row("cwsub.csv", index + 2, {
    GAME_ID: gameId,
    EVENT_ID: after,
    INN_CT: 1,
    SUB_HOME_ID: team === "home" ? 1 : 0,
    SUB_ID: idOf(team, comes),
    SUB_LINEUP_ID: slot,
    SUB_FLD_CD: position,
    REMOVED_ID: idOf(team, goes),
  });
}

/** The rows of one made-up game. */
export function gameRows(parts: {
  game?: SourceRow;
  events: readonly SourceRow[];
  changes?: readonly Change[];
}): GameRows {
  const people = new Map<string, string>();
  for (const team of ["away", "home"] as const) {
    for (let number = 1; number <= 20; number++) people.set(idOf(team, number), nameOf(team, number));
  }
  return {
    game: parts.game ?? gameRow(),
    events: parts.events,
    substitutions: (parts.changes ?? []).map(substitutionRow),
    people,
    teams: new Map([
      ["AWY", "Awayville"],
      ["HOM", "Hometown"],
    ]),
  };
}
