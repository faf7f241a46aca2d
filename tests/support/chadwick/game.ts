import type { GameValues } from "../../../src/models/games-table.js";
import { gameIdOf } from "./identifiers.js";
import { lengthOf } from "./length.js";
import type { Names } from "./names.js";
import type { SourceRow } from "./row.js";
import { timesOf } from "./times.js";
import { sideOf, type Teams } from "./vocabulary.js";

/** The notice that Retrosheet requires wherever its data is used; it is stored in the game's metadata. */
const notice =
  "The information used here was obtained free of charge from and is copyrighted by Retrosheet. " +
  'Interested parties may contact Retrosheet at "www.retrosheet.org".';

/** The finished game. The last of its events says in which half of which inning it ended. */
export function gameOf(
  game: SourceRow,
  events: readonly SourceRow[],
  teams: Teams,
  cities: Names,
): GameValues {
  const lastEvent = events.at(-1) ?? game.refuse("GAME_ID", "names a game without plays");
  const { date, startedAt, completedAt } = timesOf(game);
  // The lists of teams of a postseason name two of them: the others go by their identifiers.
  const nameOf = (field: string) => cities.get(game.text(field)) ?? game.text(field);
  const homeScore = game.number("HOME_SCORE_CT");
  const awayScore = game.number("AWAY_SCORE_CT");
  return {
    id: gameIdOf(game.gameId, date),
    leagueId: "sba",
    homeTeamId: teams.HOME,
    awayTeamId: teams.AWAY,
    homeTeamName: nameOf("HOME_TEAM_ID"),
    awayTeamName: nameOf("AWAY_TEAM_ID"),
    homeTeamIsAi: false,
    awayTeamIsAi: false,
    status: "completed",
    inning: lastEvent.number("INN_CT"),
    half: sideOf(lastEvent, "BAT_HOME_ID") === "HOME" ? "bottom" : "top",
    homeScore,
    awayScore,
    winnerTeamId: winnerOf(homeScore - awayScore, teams),
    createdAt: startedAt ?? date,
    startedAt,
    completedAt,
    ...lengthOf(game, events),
    season: game.text("GAME_DT").slice(0, 4),
    metadata: {
      source: "retrosheet",
      sourceGameId: game.gameId,
      park: game.text("PARK_ID") || null,
      ...attendanceOf(game),
      notice,
    },
  };
}

/** Nothing where it is not known, which Retrosheet writes as 0 or leaves out. */
function attendanceOf(game: SourceRow): { attendance?: number } {
  const attendance = game.has("ATTEND_PARK_CT") ? Number(game.text("ATTEND_PARK_CT")) : 0;
  return attendance > 0 ? { attendance } : {};
}

function winnerOf(homeLead: number, teams: Teams): number | null {
  if (homeLead === 0) return null;
  return homeLead > 0 ? teams.HOME : teams.AWAY;
}
