import type { GameValues } from "../../models/games-table.js";
import type { PlayOfEvent } from "../../rules/scoring/play-of-event.js";
import type { PlayNotes } from "../../rules/scoring/scoring-game.js";
import { objectMaker } from "../../statements/statement.js";
import { insertable, playDefaults } from "../../statements/statement-columns.js";
import type { FileLineupEntry, FilePlay, FileRosterEntry } from "../game-file/game-file.js";
import type { GameRecords } from "./event-records.js";
import { type GameInfo, lengthOf } from "./game-info.js";
import { gameIdOf } from "./retrosheet-codes.js";
import type { SeasonNames } from "./season-names.js";

const { gameId: _, ...columns } = insertable.play;
const fields = Object.keys(columns);
/** Copying a play with its many fields by `...` takes as long as scoring it, and there are very many plays. */
const makePlay = objectMaker(Object.fromEntries(fields.map((field, index) => [field, index])));
const defaults = fields.map((field) => playDefaults[field] ?? null);
/** Reused for each play. */
const values: unknown[] = fields.map(() => null);

/** A play of a game file, from a scored one; what is computed from stored games is filled in later. */
export function filePlay(play: PlayOfEvent): FilePlay {
  const scored = play as unknown as Readonly<Record<string, unknown>>;
  for (let index = 0; index < fields.length; index += 1)
    values[index] = scored[fields[index] as string] ?? defaults[index];
  return makePlay(values) as unknown as FilePlay;
}

/** What a `play` record contains besides the event; the time of a play is not known. */
export function notesOf(count: string, pitches: string, createdAt: Date): PlayNotes {
  const playMetadata = {
    ...(count !== "" && count !== "??" ? { count } : {}),
    ...(pitches === "" ? {} : { pitches }),
  };
  return { locked: true, createdAt, playMetadata };
}

interface Teams {
  readonly away: { readonly number: number; readonly code: string };
  readonly home: { readonly number: number; readonly code: string };
}

/** The game before its first play, except for its status. */
export function gameRow(
  records: GameRecords,
  info: GameInfo,
  { away, home }: Teams,
  { teams }: SeasonNames,
): GameValues {
  const { date } = info;
  const { startedAt, completedAt } = info.times;
  return {
    id: gameIdOf(records.key, date),
    leagueId: "sba",
    homeTeamId: home.number,
    awayTeamId: away.number,
    homeTeamName: teams.get(home.code) ?? home.code,
    awayTeamName: teams.get(away.code) ?? away.code,
    homeTeamIsAi: false,
    awayTeamIsAi: false,
    status: "completed",
    inning: 1,
    half: "top",
    homeScore: 0,
    awayScore: 0,
    winnerTeamId: null,
    createdAt: startedAt ?? date,
    startedAt,
    completedAt,
    ...lengthOf(records, info),
    season: records.key.slice(3, 7),
    metadata: info.metadata,
  };
}

/** Everyone who appears, once: a player who was traded while a game was suspended may appear for both teams. */
export function rosterOf(entries: readonly FileLineupEntry[]): FileRosterEntry[] {
  const roster = new Map(
    entries.map(({ teamId, cardId, playerId }) => [playerId, { teamId, cardId, playerId }]),
  );
  return [...roster.values()];
}
