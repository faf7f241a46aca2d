-- listGames goes through the games by time, or by team and time, or by status and time, in pages by key. The index by
-- status and time does what the one by status alone did.

-- Up Migration (no transaction)

create index concurrently if not exists games_created_idx on games (created_at, id);
create index concurrently if not exists games_status_created_idx on games (status, created_at, id);
create index concurrently if not exists games_home_team_idx on games (home_team_id, created_at, id);
create index concurrently if not exists games_away_team_idx on games (away_team_id, created_at, id);
drop index concurrently if exists games_status_idx;

-- Down Migration (no transaction)

create index concurrently if not exists games_status_idx on games (status, id);
drop index concurrently if exists games_away_team_idx;
drop index concurrently if exists games_home_team_idx;
drop index concurrently if exists games_status_created_idx;
drop index concurrently if exists games_created_idx;
