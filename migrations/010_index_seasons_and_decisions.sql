-- A season's games are found by its name; a game has one winner, one loser and at most one save.

-- Up Migration (no transaction)

create index concurrently if not exists games_season_idx on games (season, id) where season is not null;
create unique index concurrently if not exists lineups_decision_key on lineups (game_id, decision)
  where decision is not null;

-- Down Migration (no transaction)

drop index concurrently if exists lineups_decision_key;
drop index concurrently if exists games_season_idx;
