-- Stamps by which a follower of a game knows what is new to it: each change of a game counts the game's own, and leaves the
-- count on the rows that it writes. A play also keeps a
-- hash of the state that was recorded with it, so that a repetition can be told from another state. No table is rewritten:
-- the defaults are constants.

-- Up Migration

alter table games add column feed_version integer not null default 0;
alter table plays add column feed_version integer not null default 0;
alter table lineups add column feed_version integer not null default 0;
alter table plays add column state_hash integer;

comment on column games.feed_version is 'How many times the game, its plays or its lineups have changed.';
comment on column plays.feed_version is 'The feed_version that the game had when the play was last written.';
comment on column lineups.feed_version is 'The feed_version that the game had when the entry was last written.';
comment on column plays.state_hash is 'A hash of the state of the game that was recorded with the play; null where none was.';

-- Down Migration

alter table plays drop column state_hash;
alter table lineups drop column feed_version;
alter table plays drop column feed_version;
alter table games drop column feed_version;
