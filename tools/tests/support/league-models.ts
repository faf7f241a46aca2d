import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  type ExtraConfigColumn,
  foreignKey,
  index,
  integer,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  smallint,
  text,
  varchar,
} from "drizzle-orm/pg-core";
import type { Models } from "../../draft/drizzle-kit.js";

/** A small league, as its first migration creates it. */
export const leagueMigration = `-- Up Migration
create table teams (
  id integer not null,
  name text not null,
  city varchar(20),
  founded smallint,
  constraint teams_pkey primary key (id)
);
create table scouts (
  team_id integer not null,
  id bigint generated always as identity,
  nickname text,
  rating smallint not null default 0,
  visits integer not null default 0,
  grade integer generated always as (rating * 10) stored,
  constraint scouts_pkey primary key (team_id, id),
  constraint scouts_team_fkey foreign key (team_id) references teams (id) on delete cascade,
  constraint scouts_rating_range check (rating between 0 and 9),
  constraint scouts_grade_known check (grade <> 13)
);
create index scouts_nickname_idx on scouts (nickname);
create index scouts_grade_idx on scouts (grade);
comment on table teams is 'Teams.';
comment on table scouts is 'Who looks for players.';
comment on column scouts.nickname is 'What he is called.';
comment on column scouts.grade is 'His rating, times ten.';
comment on index scouts_grade_idx is 'For the best.';
create function busy() returns boolean language sql as 'select true';
-- Down Migration
drop function busy;
drop table scouts;
drop table teams;
`;

type Column = "id" | "name" | "code" | "teamId" | "nickname" | "rating" | "visits" | "grade" | "added";
/** A constraint or an index of a table. */
export type Rule = (table: Record<Column, ExtraConfigColumn>) => PgTableExtraConfigValue;

/** A table of the models, of columns and rules under names of no meaning, so that a change can replace one. */
export function model(
  name: string,
  columns: Record<string, PgColumnBuilderBase | undefined>,
  rules: Record<string, Rule | undefined>,
) {
  const given = Object.entries(columns).filter((entry): entry is [string, PgColumnBuilderBase] => !!entry[1]);
  return pgTable(name, Object.fromEntries(given), (table) =>
    Object.values(rules).flatMap((rule) => rule?.(table as Parameters<Rule>[0]) ?? []),
  );
}

/** What a case changes in the models; undefined takes a column or a rule away. */
export interface Changes {
  readonly teams?: Record<string, PgColumnBuilderBase | undefined>;
  readonly teamRules?: Record<string, Rule | undefined>;
  readonly scouts?: Record<string, PgColumnBuilderBase | undefined>;
  readonly scoutRules?: Record<string, Rule | undefined>;
}

export const teamsWith = (changes: Changes = {}) =>
  model(
    "teams",
    {
      id: integer("id").primaryKey(),
      name: text("name").notNull(),
      city: varchar("city", { length: 20 }),
      founded: smallint("founded"),
      ...changes.teams,
    },
    { ...changes.teamRules },
  );

/** For foreign keys that lead to it. */
export const teams = pgTable("teams", { id: integer("id").primaryKey() });

const scoutsWith = (changes: Changes = {}) =>
  model(
    "scouts",
    {
      teamId: integer("team_id").notNull(),
      id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
      nickname: text("nickname"),
      rating: smallint("rating").notNull().default(0),
      visits: integer("visits").notNull().default(0),
      grade: integer("grade").generatedAlwaysAs(sql`rating * 10`),
      ...changes.scouts,
    },
    {
      key: (table) => primaryKey({ name: "scouts_pkey", columns: [table.teamId, table.id] as never }),
      team: (table) =>
        foreignKey({
          name: "scouts_team_fkey",
          columns: [table.teamId as never],
          foreignColumns: [teams.id],
        }).onDelete("cascade"),
      rating: () => check("scouts_rating_range", sql`rating between 0 and 9`),
      grade: () => check("scouts_grade_known", sql`grade <> 13`),
      nicknameIndex: (table) => index("scouts_nickname_idx").on(table.nickname),
      gradeIndex: (table) => index("scouts_grade_idx").on(table.grade),
      ...changes.scoutRules,
    },
  );

/** The changed league, with further models. */
export const league = (changes: Changes, more: Models = {}): Models => ({
  teams: teamsWith(changes),
  scouts: scoutsWith(changes),
  ...more,
});
