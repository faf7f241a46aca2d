-- A roster has cards or players: an index of its own holds each, without the nulls of the other league. A player's and a card's
-- totals find his games by an index that leads with him.

-- Up Migration (no transaction)

create unique index concurrently if not exists roster_links_one_card_key on roster_links (game_id, card_id)
  where card_id is not null;
create unique index concurrently if not exists roster_links_one_player_key on roster_links (game_id, player_id)
  where player_id is not null;
create index concurrently if not exists lineups_player_idx on lineups (player_id, game_id) where player_id is not null;
create index concurrently if not exists lineups_card_idx on lineups (card_id, game_id) where card_id is not null;

-- Down Migration (no transaction)

drop index concurrently if exists lineups_card_idx;
drop index concurrently if exists lineups_player_idx;
drop index concurrently if exists roster_links_one_player_key;
drop index concurrently if exists roster_links_one_card_key;
