import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import type { Draft } from "../../draft/files.js";
import { draftProof, upStatements } from "../support/draft-proof.js";
import { league, leagueMigration, teams, teamsWith } from "../support/league-models.js";

const prove = draftProof();

test("nothing is drafted if nothing changed", async () => {
  expect(await prove(leagueMigration, league({}))).toEqual([]);
});

describe("a new table", () => {
  const trips = pgTable(
    "trips",
    {
      teamId: integer("team_id").notNull(),
      id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity({ startWith: 100 }),
      scoutId: bigint("scout_id", { mode: "number" }),
      order: integer("order").notNull().default(1),
      "Odd Name": text("Odd Name"),
      double: integer("double").generatedAlwaysAs(sql`"order" * 2`),
    },
    (table) => [
      primaryKey({ name: "trips_pkey", columns: [table.teamId, table.id] }),
      unique("trips_order_key").on(table.teamId, table.order),
      check("trips_order_range", sql`"order" between 1 and 99`),
      foreignKey({ name: "trips_team_fkey", columns: [table.teamId], foreignColumns: [teams.id] }),
      index("trips_odd_idx").on(table["Odd Name"]),
    ],
  );

  test("is created in one file, with separate foreign keys and placeholders for comments", async () => {
    const drafts = await prove(leagueMigration, league({}, { trips }));
    expect(drafts.map(({ fileName }) => fileName)).toEqual(["002_change.sql"]);
    expect(upStatements(drafts[0] as Draft)).toEqual([
      "create table trips (",
      "  team_id integer not null,",
      "  id bigint generated always as identity (start with 100) not null,",
      "  scout_id bigint,",
      '  "order" integer not null default 1,',
      '  "Odd Name" text,',
      '  double integer generated always as ("order" * 2) stored,',
      "  constraint trips_pkey primary key (team_id, id),",
      '  constraint trips_order_key unique (team_id, "order"),',
      '  constraint trips_order_range check ("order" >= 1 and "order" <= 99)',
      ");",
      'create index trips_odd_idx on trips ("Odd Name");',
      "alter table trips add constraint trips_team_fkey foreign key (team_id) references teams(id);",
      "comment on table trips is 'TODO: say what it is';",
      ...["team_id", "id", "scout_id", '"order"', '"Odd Name"', "double"].map(
        (name) => `comment on column trips.${name} is 'TODO: say what it is';`,
      ),
    ]);
    expect(drafts[0]?.content).toMatch(/-- Down Migration\n\ndrop table trips;\n$/);
  });

  test("and another that it references are dropped in any order", async () => {
    const zones = pgTable(
      "zones",
      { id: integer("id").primaryKey(), tripId: integer("trip_id") },
      (table) => [
        foreignKey({ name: "zones_trip_fkey", columns: [table.tripId], foreignColumns: [table.id] }),
      ],
    );
    const areas = pgTable(
      "areas",
      { id: integer("id").primaryKey(), zoneId: integer("zone_id") },
      (table) => [
        foreignKey({ name: "areas_zone_fkey", columns: [table.zoneId], foreignColumns: [zones.id] }),
      ],
    );
    await prove(leagueMigration, league({}, { zones, areas, trips }));
  });
});

test("a dropped table is created again with its comments when the draft is reverted", async () => {
  const drafts = await prove(leagueMigration, { teams: teamsWith() });
  expect(upStatements(drafts[0] as Draft)).toEqual(["drop table scouts;"]);
  expect(drafts[0]?.content).toContain("comment on column scouts.nickname is 'What he is called.';");
  expect(drafts[0]?.content).toContain("What is in there is lost");
});
