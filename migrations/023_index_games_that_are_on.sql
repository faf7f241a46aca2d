-- A server that starts again reads the games that are on in the order of their creation, whatever their status: a page of them
-- is a stretch of one index, and on a distributed database one question to each shard.

-- Up Migration (no transaction)

create index concurrently if not exists games_on_idx on games (created_at, id) where status in ('active', 'paused');

-- Down Migration (no transaction)

drop index concurrently if exists games_on_idx;
