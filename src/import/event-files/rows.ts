import type { GameValues } from "../../models/games-table.js";
import type { PlayOfEvent } from "../../rules/index.js";
import { objectMaker } from "../../statements/statement.js";
import { insertable } from "../../statements/statement-columns.js";
import type { FileLineupEntry, FilePlay, FileRosterEntry } from "../game-file/types.js";
import type { GameInfo } from "./game-info.js";
import { lengthOf } from "./game-length.js";
import { gameIdOf } from "./identifiers.js";
import type { SeasonNames } from "./names.js";
import type { GameRecords } from "./records.js";

interface PlayTexts {
  readonly text: string;
  readonly count: string;
  readonly pitches: string;
  readonly createdAt: Date;
}

/** What a card game writes, and real games do not have. */
const nothing: Readonly<Record<string, unknown>> = {
  ...{ diceRoll: null, checkPos: null, inPow: false, locked: true },
  ...{ bphr: 0, bpfo: 0, bp1b: 0, bplo: 0, wpa: null, re24: null },
};

const { gameId: _, ...columns } = insertable.play;
const names = Object.keys(columns);
/** There are very many plays: to copy a play of so many fields by `...` takes ten times as long as to score it. */
const makePlay = objectMaker(Object.fromEntries(names.map((name, index) => [name, index])));

export function filePlay(play: PlayOfEvent, { text, count, pitches, createdAt }: PlayTexts): FilePlay {
  const playMetadata = {
    event: text,
    ...(count !== "" && count !== "??" ? { count } : {}),
    ...(pitches === "" ? {} : { pitches }),
  };
  const scored = play as unknown as Readonly<Record<string, unknown>>;
  const values = names.map((name) => {
    if (name === "playMetadata") return playMetadata;
    if (name === "createdAt") return createdAt;
    return name in nothing ? nothing[name] : scored[name];
  });
  return makePlay(values) as unknown as FilePlay;
}

interface Teams {
  readonly away: { readonly number: number; readonly code: string };
  readonly home: { readonly number: number; readonly code: string };
}

/** The game as it stands before its first play, but for its status. */
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

/** Everybody who appears, once: somebody who was traded while a game was suspended may appear for both teams. */
export function rosterOf(entries: readonly FileLineupEntry[]): FileRosterEntry[] {
  const roster = new Map(
    entries.map(({ teamId, cardId, playerId }) => [playerId, { teamId, cardId, playerId }]),
  );
  return [...roster.values()];
}
