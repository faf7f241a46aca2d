import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import { draftProof, upStatements } from "../support/draft-proof.js";
import { league, leagueMigration, teams } from "../support/league-models.js";

const prove = draftProof();

describe("constraints and indexes of tables in use:", () => {
  test("old rows of a table are checked in one statement, which reads it once", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        teamRules: {
          founded: () => check("teams_founded_range", sql`founded > 1800`),
          name: () => check("teams_name_known", sql`name <> ''`),
        },
      }),
    );
    expect(drafts.flatMap(upStatements).filter((text) => text.includes("validate"))).toEqual([
      "alter table teams validate constraint teams_founded_range, validate constraint teams_name_known;",
    ]);
  });

  test("a new constraint first applies to new rows and later to old ones, and indexes are built concurrently", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        teams: { scoutId: bigint("scout_id", { mode: "number" }) },
        teamRules: { range: () => check("teams_founded_range", sql`founded > 1800`) },
        scoutRules: {
          self: (table) =>
            foreignKey({
              name: "scouts_visits_fkey",
              columns: [table.visits as never],
              foreignColumns: [teams.id],
            }),
          visitsIndex: (table) => index("scouts_visits_idx").on(table.visits).where(sql`visits > 3`),
          nicknameKey: (table) => uniqueIndex("scouts_nickname_key").on(table.teamId, table.nickname),
        },
      }),
    );
    expect(drafts.map(({ fileName }) => fileName)).toEqual([
      "002_change.sql",
      "003_change_indexes.sql",
      "004_change_validation.sql",
    ]);
    expect(drafts[1]?.content).toContain("-- Up Migration (no transaction)");
    expect(drafts.map(upStatements)).toEqual([
      [
        "alter table teams add column scout_id bigint;",
        "alter table teams add constraint teams_founded_range check (founded > 1800) not valid;",
        "alter table scouts add constraint scouts_visits_fkey foreign key (visits) references teams(id) not valid;",
        "comment on column teams.scout_id is 'TODO: say what it is';",
      ],
      [
        "create unique index concurrently if not exists scouts_nickname_key on scouts (team_id, nickname);",
        "create index concurrently if not exists scouts_visits_idx on scouts (visits) where visits > 3;",
      ],
      [
        "alter table scouts validate constraint scouts_visits_fkey;",
        "alter table teams validate constraint teams_founded_range;",
      ],
    ]);
  });

  test("a new key uses an index that was built before", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        scoutRules: {
          nicknameKey: (table) =>
            unique("scouts_nickname_key").on(table.teamId, table.nickname).nullsNotDistinct(),
        },
      }),
    );
    expect(drafts.map(upStatements)).toEqual([
      [
        "create unique index concurrently if not exists scouts_nickname_key on scouts (team_id, nickname) nulls not distinct;",
      ],
      ["alter table scouts add constraint scouts_nickname_key unique using index scouts_nickname_key;"],
    ]);
    expect(drafts.map(({ fileName }) => fileName)).toEqual(["002_change.sql", "003_change_validation.sql"]);
  });

  test("those with another definition are dropped and created again", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        scoutRules: {
          rating: () => check("scouts_rating_range", sql`rating between 0 and 99`),
          grade: undefined,
          nicknameIndex: (table) => index("scouts_nickname_idx").on(table.teamId, table.nickname),
          gradeIndex: undefined,
          team: (table) =>
            foreignKey({
              name: "scouts_team_fkey",
              columns: [table.teamId as never],
              foreignColumns: [teams.id],
            }),
        },
      }),
    );
    expect(drafts.map(upStatements)).toEqual([
      [
        "alter table scouts drop constraint scouts_team_fkey;",
        "alter table scouts drop constraint scouts_grade_known;",
        "alter table scouts drop constraint scouts_rating_range;",
        "alter table scouts add constraint scouts_rating_range check (rating >= 0 and rating <= 99) not valid;",
        "alter table scouts add constraint scouts_team_fkey foreign key (team_id) references teams(id) not valid;",
      ],
      [
        "drop index concurrently if exists scouts_nickname_idx;",
        "create index concurrently if not exists scouts_nickname_idx on scouts (team_id, nickname);",
        "drop index concurrently if exists scouts_grade_idx;",
      ],
      ["alter table scouts validate constraint scouts_rating_range, validate constraint scouts_team_fkey;"],
    ]);
  });

  test("a key over other columns is created again, with the foreign keys that reference it", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        teams: { id: integer("id").notNull() },
        teamRules: {
          key: (table) => primaryKey({ name: "teams_pkey", columns: [table.id, table.name] as never }),
          idKey: (table) => unique("teams_id_key").on(table.id),
        },
      }),
    );
    expect(drafts[0]?.content).toContain("alter table scouts drop constraint scouts_team_fkey;");
  });

  test("an index that a key would create becomes the key's index, and another one with its name is dropped", async () => {
    const drafts = await prove(
      leagueMigration.replace("create index scouts_grade_idx", "create unique index scouts_grade_idx"),
      league({
        scoutRules: {
          gradeIndex: (table) => unique("scouts_grade_idx").on(table.grade),
          nicknameIndex: (table) => unique("scouts_nickname_idx").on(table.nickname),
        },
      }),
    );
    expect(drafts.map(upStatements)).toEqual([
      [
        "drop index scouts_nickname_idx;",
        "alter table scouts add constraint scouts_grade_idx unique using index scouts_grade_idx;",
        "alter table scouts add constraint scouts_nickname_idx unique (nickname);",
      ],
    ]);
  });
});
