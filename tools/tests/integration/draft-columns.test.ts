import { sql } from "drizzle-orm";
import { bigint, integer, text, varchar } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import type { Draft } from "../../draft/files.js";
import { draftProof, upStatements } from "../support/draft-proof.js";
import { league, leagueMigration } from "../support/league-models.js";

const prove = draftProof();

describe("columns:", () => {
  test("new ones, plain and generated, with a default and without", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        scouts: {
          added: integer("added").notNull().default(5),
          sum: integer("sum").generatedAlwaysAs(sql`added + visits`),
          note: text("note"),
        },
      }),
    );
    expect(drafts.flatMap(upStatements)).toEqual([
      "alter table scouts add column added integer not null default 5;",
      "alter table scouts add column note text;",
      "alter table scouts add column sum integer generated always as (added + visits) stored;",
      "comment on column scouts.added is 'TODO: say what it is';",
      "comment on column scouts.sum is 'TODO: say what it is';",
      "comment on column scouts.note is 'TODO: say what it is';",
    ]);
    expect(drafts[0]?.content).toContain("-- This rewrites the whole table");
  });

  test("new and existing ones that become NOT NULL get values first", async () => {
    const drafts = await prove(
      leagueMigration,
      league({ scouts: { added: text("added").notNull(), nickname: text("nickname").notNull() } }),
    );
    expect(drafts.map(({ fileName }) => fileName)).toEqual(["002_change.sql", "003_change_validation.sql"]);
    expect(upStatements(drafts[0] as Draft)).toEqual([
      "alter table scouts add column added text;",
      "alter table scouts add constraint scouts_nickname_present check (nickname is not null) not valid;",
      "alter table scouts add constraint scouts_added_present check (added is not null) not valid;",
      "comment on column scouts.added is 'TODO: say what it is';",
    ]);
    expect(drafts[0]?.content).toContain("-- update scouts set added = … where added is null;");
    expect(upStatements(drafts[1] as Draft)).toEqual([
      "alter table scouts validate constraint scouts_nickname_present, validate constraint scouts_added_present;",
      "alter table scouts alter column nickname set not null;",
      "alter table scouts alter column added set not null;",
      "alter table scouts drop constraint scouts_nickname_present;",
      "alter table scouts drop constraint scouts_added_present;",
    ]);
  });

  test("a dropped and an added column may be a renamed one", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        scouts: { nickname: undefined, alias: text("alias") },
        scoutRules: { nicknameIndex: undefined },
      }),
    );
    expect(drafts[0]?.content).toContain("-- alter table scouts rename column nickname to alias;");
    expect(drafts[0]?.content).toContain("-- alter table scouts rename column alias to nickname;");
    expect(drafts.flatMap(upStatements)).toEqual([
      "alter table scouts drop column nickname;",
      "alter table scouts add column alias text;",
      "comment on column scouts.alias is 'TODO: say what it is';",
    ]);
  });

  test("changed types, and dropped defaults and NOT NULL", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        teams: {
          city: text("city").default("nowhere"),
          founded: text("founded"),
          name: varchar("name", { length: 40 }),
        },
        scouts: {
          visits: bigint("visits", { mode: "number" }).notNull().default(0),
          rating: integer("rating").default(1),
        },
      }),
    );
    const statements = drafts.flatMap(upStatements);
    expect(statements).toContain("alter table teams alter column city type text;");
    expect(statements).toContain("alter table teams alter column city set default 'nowhere'::text;");
    expect(statements).toContain("alter table scouts alter column visits type bigint;");
    expect(statements).toContain("alter table scouts alter column rating drop not null;");
    expect(drafts[0]?.content).toContain(
      "alter table teams alter column founded type smallint using founded::smallint;",
    );
  });

  test("a generated one with a changed expression is recreated, with everything that depends on it", async () => {
    const drafts = await prove(
      leagueMigration,
      league({ scouts: { grade: integer("grade").generatedAlwaysAs(sql`rating * 100`) } }),
    );
    expect(drafts.flatMap(upStatements)).toEqual([
      "alter table scouts drop constraint scouts_grade_known;",
      "alter table scouts drop column grade;",
      "alter table scouts add column grade integer generated always as (rating * 100) stored;",
      "alter table scouts add constraint scouts_grade_known check (grade <> 13);",
      "comment on column scouts.grade is 'His rating, times ten.';",
      "create index concurrently if not exists scouts_grade_idx on scouts (grade);",
      "comment on index scouts_grade_idx is 'For the best.';",
    ]);
  });

  test("a generated one becomes a plain one, and a plain one generated", async () => {
    const drafts = await prove(
      leagueMigration,
      league({
        scouts: {
          grade: integer("grade"),
          visits: integer("visits").generatedAlwaysAs(sql`rating + 1`),
        },
      }),
    );
    expect(drafts.flatMap(upStatements)).toContain("alter table scouts alter column grade drop expression;");
  });

  test("identities are added, dropped and changed", async () => {
    await prove(
      leagueMigration,
      league({
        teams: { id: integer("id").primaryKey().generatedByDefaultAsIdentity() },
        scouts: {
          id: bigint("id", { mode: "number" })
            .notNull()
            .generatedByDefaultAsIdentity({ increment: 2, cache: 5 }),
        },
      }),
    );
    await prove(leagueMigration, league({ scouts: { id: bigint("id", { mode: "number" }).notNull() } }));
  });
});
