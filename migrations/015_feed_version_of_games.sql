-- Stamps by which a follower of a game knows what is new to it: each change of a game counts the game's own, and leaves the
-- count on the rows that it writes. The table is not rewritten: the default is a constant.

-- Up Migration

alter table games add column feed_version integer not null default 0;

comment on column games.feed_version is 'How many times the game, its plays or its lineups have changed.';

-- Down Migration

alter table games drop column feed_version;
