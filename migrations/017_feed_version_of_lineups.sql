-- Stamps by which a follower of a game knows what is new to it: each change of a game counts the game's own, and leaves the
-- count on the rows that it writes. The table is not rewritten: the default is a constant.

-- Up Migration

alter table lineups add column feed_version integer not null default 0;

comment on column lineups.feed_version is 'The feed_version that the game had when the entry was last written.';

-- Down Migration

alter table lineups drop column feed_version;
