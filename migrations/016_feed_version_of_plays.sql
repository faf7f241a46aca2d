-- Stamps by which a follower of a game knows what is new to it: each change of a game counts the game's own, and leaves the
-- count on the rows that it writes. A play also keeps a hash of the
-- state that was recorded with it, so that a repetition can be told from another state. The table is not rewritten: the
-- default is a constant.

-- Up Migration

alter table plays add column feed_version integer not null default 0;
alter table plays add column state_hash integer;

comment on column plays.feed_version is 'The feed_version that the game had when the play was last written.';
comment on column plays.state_hash is 'A hash of the state of the game that was recorded with the play; null where none was.';

-- Down Migration

alter table plays drop column state_hash;
alter table plays drop column feed_version;
