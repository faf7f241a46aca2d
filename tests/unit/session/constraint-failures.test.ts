import { describe, expect, test } from "vitest";
import * as errors from "../../../src/errors/errors.js";
import { identifiersOf } from "../../../src/session/constraint-failures.js";
import { translateFailure } from "../../../src/session/statement-failures.js";
import { databaseError, shardError } from "../../support/database-errors.js";
import { constraintNames, modelTables } from "../../support/model-tables.js";
import { sampleGameId, samplePlay } from "../../support/sample-inputs.js";

const values = {
  gameId: sampleGameId,
  teamId: 1,
  battingOrder: 3,
  position: "SS",
  playNumber: 12,
  cardId: 44,
};
const explain = (cause: unknown) =>
  translateFailure(cause, { name: "savePlay", values, mayHaveCommitted: true });

type ErrorClass = new (...given: never[]) => errors.DugoutError;

const explained: [string, string, ErrorClass, RegExp][] = [
  ["23505", "games_pkey", errors.GameExistsError, /exists already/],
  ["23505", "plays_pkey", errors.PlayConflictError, /has a play 12 already/],
  ["23505", "game_sessions_pkey", errors.GameSessionExistsError, /has a game session already/],
  ["23505", "lineups_active_slot_key", errors.BattingSlotTakenError, /Team 1 .* at batting slot 3 already/],
  ["23505", "lineups_active_position_key", errors.FieldingPositionTakenError, /at position SS already/],
  ["23505", "lineups_decision_key", errors.DecisionTakenError, /has this decision already/],
  ["23505", "roster_links_card_key", errors.RosterEntryExistsError, /card 44 is on the roster/],
  ["23505", "roster_links_player_key", errors.RosterEntryExistsError, /is on the roster/],
  ["23503", "plays_game_fkey", errors.GameNotFoundError, /There is no game/],
  ["23503", "lineups_game_fkey", errors.GameNotFoundError, /There is no game/],
  ["23503", "game_sessions_game_fkey", errors.GameNotFoundError, /There is no game/],
  ["23503", "roster_links_game_fkey", errors.GameNotFoundError, /There is no game/],
  ["23503", "lineups_replacing_fkey", errors.LineupEntryNotFoundError, /^replacingId names no lineup entry/],
  ["23503", "plays_batter_fkey", errors.LineupEntryNotFoundError, /^batterId names no lineup entry/],
  ["23503", "plays_on_third_fkey", errors.LineupEntryNotFoundError, /^onThirdId names no lineup entry/],
  ["23503", "plays_responsible_batter_fkey", errors.LineupEntryNotFoundError, /^responsibleBatterId names/],
  ["23503", "plays_responsible_pitcher_fkey", errors.LineupEntryNotFoundError, /^responsiblePitcherId names/],
  ["23503", "plays_on_first_pitcher_fkey", errors.LineupEntryNotFoundError, /^onFirstPitcherId names/],
  ["23503", "plays_on_third_pitcher_fkey", errors.LineupEntryNotFoundError, /^onThirdPitcherId names/],
  ["23503", "plays_on_second_pitcher_fkey", errors.LineupEntryNotFoundError, /^onSecondPitcherId names/],
  ["23514", "plays_putout_positions_pattern", errors.ValidationError, /putoutPositions is not a value/],
  ["23514", "plays_inning_range", errors.ValidationError, /^A row of plays is not valid: inning/],
  ["23514", "plays_on_first_final_range", errors.ValidationError, /onFirstFinal is not a value/],
  ["23514", "plays_bp1b_range", errors.ValidationError, /bp1b is not a value/],
  ["23514", "games_league_id_values", errors.ValidationError, /leagueId is not a value/],
  ["23514", "plays_hit_in_ab", errors.ValidationError, /hit and so must not be more than ab together/],
  ["23514", "games_two_teams", errors.ValidationError, /awayTeamId must be another team than homeTeamId/],
];

describe.each(explained)("SQLSTATE %s on %s", (code, constraint, ErrorClass, words) => {
  test("is explained, with its cause and the identifiers", () => {
    const cause = databaseError({ code, constraint });
    const failure = explain(cause);
    expect(failure).toBeInstanceOf(ErrorClass);
    expect(failure.message).toMatch(words);
    expect(failure.cause).toBe(cause);
    expect(failure.details).toMatchObject({ gameId: sampleGameId });
  });

  test("is recognized if Citus names a shard's constraint in the message", () => {
    const failure = explain(shardError(code, constraint));
    expect(failure).toBeInstanceOf(ErrorClass);
    expect(failure.message).toMatch(words);
  });
});

/** These cannot be violated by a caller, because the database generates the value. */
const madeByTheDatabase = ["lineups_pkey", "roster_links_pkey"];
const names = modelTables
  .flatMap(constraintNames)
  .filter((name) => !name.endsWith("_idx") && !madeByTheDatabase.includes(name));

test.each(names)("%s is one of this package's constraints, and explained as such", (constraint) => {
  const failure = explain(databaseError({ code: "23514", constraint }));
  expect(failure).not.toBeInstanceOf(errors.ConstraintViolationError);
  expect(failure).not.toBeInstanceOf(errors.StatementFailedError);
});

describe("a constraint that is not Dugout's", () => {
  test.each(["users_own_check", "plays_users_own", "season_2024", "users_own_1234567"])(
    "is named as it is: %s",
    (constraint) => {
      const failure = explain(databaseError({ code: "23514", constraint }));
      expect(failure).toBeInstanceOf(errors.ConstraintViolationError);
      expect(failure.message).toContain(constraint);
      expect(failure.details.constraint).toBe(constraint);
    },
  );

  test("without a name is still a constraint violation", () => {
    const failure = explain(databaseError({ code: "23P01" }));
    expect(failure).toBeInstanceOf(errors.ConstraintViolationError);
    expect(failure.message).toBe("The constraint of the table does not allow this.");
  });
});

test("an empty constraint field counts as missing", () => {
  const cause = Object.assign(shardError("23503", "plays_batter_fkey"), { constraint: "" });
  expect(explain(cause)).toBeInstanceOf(errors.LineupEntryNotFoundError);
});

/** PostgreSQL's messages in several languages for a missing row and for a row that is referred to: table, constraint, table. */
const languages: readonly (readonly [language: string, missing: string, referredTo: string])[] = [
  [
    "English",
    'insert or update on table "%1" violates foreign key constraint "%2"',
    'update or delete on table "%1" violates foreign key constraint "%2" on table "%3"',
  ],
  [
    "German",
    "Einfügen oder Aktualisieren in Tabelle »%1« verletzt Fremdschlüssel-Constraint »%2«",
    "Aktualisieren oder Löschen in Tabelle »%1« verletzt Fremdschlüssel-Constraint »%2« von Tabelle »%3«",
  ],
  [
    "French",
    "une instruction insert ou update sur la table « %1 » viole la contrainte de clé\nétrangère « %2 »",
    "UPDATE ou DELETE sur la table « %1 » viole la contrainte de clé étrangère « %2 » de la table « %3 »",
  ],
  [
    "Japanese",
    'テーブル"%1"への挿入、更新は外部キー制約"%2"に違反しています',
    'テーブル"%1"の更新または削除は、テーブル"%3"の外部キー制約"%2"に違反します',
  ],
  [
    "Spanish",
    "inserción o actualización en la tabla «%1» viola la llave foránea «%2»",
    "update o delete en «%1» viola la llave foránea «%2» en la tabla «%3»",
  ],
];

/** A foreign key, the table that has it, and the table that it refers to. */
const references = [
  ["plays_batter_fkey", "plays", "lineups"],
  ["plays_game_fkey", "plays", "games"],
  ["lineups_game_fkey", "lineups", "games"],
  ["lineups_replacing_fkey", "lineups", "lineups"],
] as const;

describe.each(languages)("a server that speaks %s", (_, missing, referredTo) => {
  const say = (words: string, ...names: string[]) =>
    names.reduce((text, name, index) => text.replace(`%${index + 1}`, name), words);

  test.each(references)(
    "a row that %s still refers to is not reported as missing",
    (constraint, table, of) => {
      const message = say(referredTo, of, constraint, table);
      const failure = explain(databaseError({ code: "23503", constraint, table, message }));
      expect(failure).toBeInstanceOf(errors.ConstraintViolationError);
    },
  );

  test.each(references)("a row that %s misses is reported as missing", (constraint, table) => {
    const message = say(missing, table, constraint);
    const failure = explain(databaseError({ code: "23503", constraint, table, message }));
    expect(failure).not.toBeInstanceOf(errors.ConstraintViolationError);
    expect(failure).toBeInstanceOf(errors.DugoutError);
  });
});

test("a row that RESTRICT keeps (a separate SQLSTATE in PostgreSQL 18) is not reported as missing", () => {
  const failure = explain(databaseError({ code: "23001", constraint: "plays_batter_fkey", message: "no" }));
  expect(failure).toBeInstanceOf(errors.ConstraintViolationError);
});

test("a shard's constraint is found in a message of any language", () => {
  const message =
    "Einfügen oder Aktualisieren in Tabelle »plays_102008« verletzt Constraint »plays_batter_fkey_102008«";
  const failure = explain(databaseError({ code: "23503", message }));
  expect(failure).toBeInstanceOf(errors.LineupEntryNotFoundError);
});

test("a shard's constraint that is not Dugout's is named without the shard's number", () => {
  const failure = explain(shardError("23514", "no_such_game"));
  expect(failure.message).toBe("The constraint no_such_game does not allow this.");
  const alone = databaseError({ code: "23505", message: 'duplicate key violates "one_name_102009"' });
  expect(explain(alone).details).toMatchObject({ constraint: "one_name" });
});

test("a shard's constraint is the same error from a COPY, of which a coordinator passes on only the text", () => {
  const copied = (constraint: string) =>
    Object.assign(shardError("XX000", constraint), { routine: "ReportCopyError" });
  expect(explain(copied("plays_batter_fkey"))).toBeInstanceOf(errors.LineupEntryNotFoundError);
  expect(explain(copied("no_such_game"))).toBeInstanceOf(errors.ConstraintViolationError);
  const full = databaseError({
    code: "XX000",
    message: "no space left on device",
    routine: "ReportCopyError",
  });
  expect(explain(full)).toBeInstanceOf(errors.StatementFailedError);
});

test("identifiersOf returns the identifiers in a statement's values, and nothing else", () => {
  const values = {
    ...samplePlay,
    teamId: 1,
    cardId: 4,
    position: "SS",
    diceRoll: "6-6",
    playMetadata: { a: 1 },
  };
  expect(identifiersOf(values)).toEqual({
    gameId: samplePlay.gameId,
    playNumber: 1,
    battingOrder: 1,
    teamId: 1,
    cardId: 4,
    position: "SS",
  });
});

test("identifiersOf a play with a state returns the play's", () => {
  const values = { play: samplePlay, state: { gameId: "other", inning: 2 } };
  expect(identifiersOf(values)).toEqual(identifiersOf(samplePlay));
});

test("identifiersOf leaves out values that are null or of another type", () => {
  expect(identifiersOf({ gameId: null, teamId: undefined, cardId: {}, playerId: 3 })).toEqual({
    playerId: 3,
  });
});

test.each([[undefined], [null], [7], ["game"]])("identifiersOf(%j) is empty", (values) => {
  expect(identifiersOf(values)).toEqual({});
});
