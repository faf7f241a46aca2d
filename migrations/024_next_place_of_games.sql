-- On a distributed PostgreSQL, the plan of an UPDATE is kept only if it looks at one table. So the game's row says where the next
-- play begins, and which state of the game it says this of.

-- Up Migration

alter table games
  add column next_place text,
  add column next_place_version integer;

comment on column games.next_place is 'On a distributed database: the number, inning, half-inning, outs and scores with which the next play begins.';
comment on column games.next_place_version is 'The feed_version of which next_place says this; with any other, the plays say it.';

-- Down Migration

alter table games
  drop column next_place_version,
  drop column next_place;
