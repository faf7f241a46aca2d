import { sql } from "drizzle-orm";
import { bigint, boolean, integer, pgEnum, pgPolicy, pgTable, pgView } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import * as schema from "../../../src/models/schema.js";
import { migrationFolders } from "../../../tests/support/migration-folders.js";
import { draftMigrations } from "../../draft/draft.js";
import type { Draft } from "../../draft/files.js";
import { draftProof, upStatements } from "../support/draft-proof.js";
import { league, leagueMigration } from "../support/league-models.js";

const prove = draftProof();
const folderOf = migrationFolders();

describe("other things that a model can contain:", () => {
  const mood = pgEnum("mood", ["good", "it's bad"]);

  test("enums and views, and their columns", async () => {
    const drafts = await prove(
      leagueMigration,
      league(
        { scouts: { mood: mood("mood").notNull().default("good") } },
        {
          mood,
          best: pgView("best", { id: bigint("id", { mode: "number" }), grade: integer("grade") }).as(
            sql`select id, grade from scouts where grade > 50`,
          ),
        },
      ),
    );
    expect(drafts.flatMap(upStatements).slice(0, 2)).toEqual([
      "create type mood as enum ('good', 'it''s bad');",
      "alter table scouts add column mood mood not null default 'good'::mood;",
    ]);
  });

  const withView = leagueMigration.replace(
    "-- Down Migration",
    `create view best as select id, visits from scouts where visits > 50;
comment on view best is 'Who travels.';
comment on column best.visits is 'How often.';
-- Down Migration
drop view best;`,
  );
  const best = pgView("best", { id: bigint("id", { mode: "number" }), visits: integer("visits") }).as(
    sql`select id, visits from scouts where visits > 50`,
  );

  test("a column that no view reads is added and dropped without recreating views", async () => {
    const [draft] = await prove(withView, league({ scouts: { mood: integer("mood") } }, { best }));
    expect(draft?.content).not.toMatch(/(drop|create) view/);
    expect(draft?.content).toContain("alter table scouts drop column mood;");
  });

  test("a view of a column that changes is recreated with the comments on its columns", async () => {
    const wide = bigint("visits", { mode: "number" });
    const bestOfWide = pgView("best", { id: bigint("id", { mode: "number" }), visits: wide }).as(
      sql`select id, visits from scouts where visits > 50`,
    );
    const [draft] = await prove(
      withView,
      league({ scouts: { visits: wide.notNull().default(0) } }, { bestOfWide }),
    );
    const [up, down] = draft?.content.split("-- Down Migration") ?? [];
    for (const part of [up, down]) {
      expect(part).toMatch(
        /drop view best;[\s\S]*create view best as[\s\S]*comment on column best\.visits is 'How often\.';/,
      );
    }
  });

  test("row security is switched, and a policy must be written by hand", async () => {
    const isolated = pgTable("rooms", { id: integer("id").primaryKey() }, () => [
      pgPolicy("rooms_own", { for: "select", using: sql`true` }),
    ]);
    const folder = await folderOf({ "001_base": leagueMigration });
    const [draft] = await draftMigrations("rooms", { folder, models: league({}, { isolated }) });
    expect(draft?.fileName).toBe("002_rooms.sql");
    expect(draft?.content).toContain("alter table rooms enable row level security;");
    expect(draft?.content).toContain(
      "-- By hand: policy rooms_own on rooms: expected as permissive for select to public using (true), found none",
    );
  });
});

describe("of the package's own models", () => {
  test("nothing is drafted while the migrations make what they describe", async () => {
    expect(await draftMigrations("nothing")).toEqual([]);
  });

  test("only what is new is drafted", async () => {
    const hecklers = pgTable("hecklers", { id: integer("id").primaryKey(), loud: boolean("loud") });
    const [draft, ...more] = await draftMigrations("add_hecklers", { models: { ...schema, hecklers } });
    expect(more).toEqual([]);
    expect(draft?.fileName).toMatch(/^\d{3}_add_hecklers\.sql$/);
    expect(upStatements(draft as Draft).slice(0, 5)).toEqual([
      "create table hecklers (",
      "  id integer not null,",
      "  loud boolean,",
      "  constraint hecklers_pkey primary key (id)",
      ");",
    ]);
  });
});
