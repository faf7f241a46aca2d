/** PostgreSQL's type of a column; `identity` is a bigint that the database gives. */
export type Kind =
  | "uuid"
  | "smallint"
  | "integer"
  | "bigint"
  | "identity"
  | "boolean"
  | "text"
  | "jsonb"
  | "time"
  | "real"
  | "generated";

export interface ColumnKind {
  readonly kind: Kind;
  readonly isNullable: boolean;
}

export type TableColumns = Readonly<Record<string, ColumnKind>>;

const of = (kind: Kind, names: string, isNullable = false): TableColumns =>
  Object.fromEntries(names.split(" ").map((name) => [name, { kind, isNullable }]));
const nullable = (kind: Kind, names: string) => of(kind, names, true);

/** The migrated tables, for the libraries that want them described; the names are camelCase. */
export const tables = {
  games: {
    ...of("uuid", "id"),
    ...of("text", "leagueId status half"),
    ...nullable("text", "homeTeamName awayTeamName season"),
    ...of("integer", "homeTeamId awayTeamId stateVersion"),
    ...nullable("integer", "winnerTeamId"),
    ...of("boolean", "homeTeamIsAi awayTeamIsAi"),
    ...of("smallint", "inning homeScore awayScore scheduledInnings"),
    ...nullable("smallint", "automaticRunnerInning"),
    ...of("time", "createdAt"),
    ...nullable("time", "startedAt completedAt"),
    ...of("jsonb", "metadata"),
  },
  lineups: {
    ...of("uuid", "gameId"),
    ...of("identity", "id"),
    ...of("integer", "teamId"),
    ...nullable("bigint", "cardId playerId replacingId"),
    ...nullable("text", "playerName decision"),
    ...of("text", "position"),
    ...nullable("smallint", "battingOrder leftAfterPlay"),
    ...of("boolean", "isStarter isActive isFatigued"),
    ...of("smallint", "enteredInning afterPlay"),
  },
  plays: {
    ...of("uuid", "gameId"),
    ...of("smallint", "playNumber inning outsBefore battingOrder awayScore homeScore"),
    ...of("identity", "id"),
    ...of("text", "half"),
    ...of("generated", "onBaseCode runsScored"),
    ...of("boolean", "isNewInning isTied isGoAhead inPow locked complete"),
    ...of("bigint", "batterId pitcherId"),
    ...nullable("bigint", "catcherId defenderId runnerId onFirstId onSecondId onThirdId"),
    ...nullable("smallint", "batterFinal onFirstFinal onSecondFinal onThirdFinal"),
    ...nullable("text", "diceRoll hitType resultDescription checkPos"),
    ...of("jsonb", "playMetadata"),
    ...of("time", "createdAt"),
    ...of("smallint", "pa ab hit double triple homerun bb ibb so hbp rbi sacBunt sacFly gidp sb cs"),
    ...of("smallint", "pickOff wildPitch passedBall balk error bphr bpfo bp1b bplo outsRecorded earnedRuns"),
    ...nullable("real", "wpa re24"),
    ...nullable("bigint", "responsibleBatterId responsiblePitcherId"),
    ...nullable("bigint", "onFirstPitcherId onSecondPitcherId onThirdPitcherId"),
    ...nullable("smallint", "stolenBaseCode caughtStealingCode earnedRunCode"),
    ...nullable("text", "putoutPositions assistPositions errorPositions"),
    ...of("smallint", "teamUnearnedRuns doublePlay triplePlay"),
  },
} satisfies Record<string, TableColumns>;
