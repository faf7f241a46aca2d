-- Stamps by which a follower of a game knows what is new to it: each change of a game counts the game's own, and leaves the
-- count on the rows that it writes. All three have a constant default, so that no table is rewritten. A game session gets
-- a version, so that of two who read and change its snapshot at once only one succeeds.

-- Up Migration

alter table games add column feed_version integer not null default 0;
alter table plays add column feed_version integer not null default 0;
alter table lineups add column feed_version integer not null default 0;
alter table game_sessions add column version integer not null default 0;

comment on column games.feed_version is 'How many times the game, its plays or its lineups have changed.';
comment on column plays.feed_version is 'The feed_version that the game had when the play was last written.';
comment on column lineups.feed_version is 'The feed_version that the game had when the entry was last written.';
comment on column game_sessions.version is 'How many times the snapshot has been replaced.';

-- Down Migration

alter table game_sessions drop column version;
alter table lineups drop column feed_version;
alter table plays drop column feed_version;
alter table games drop column feed_version;
