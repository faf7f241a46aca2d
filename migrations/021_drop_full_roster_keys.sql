-- Their successors hold only the rows that have a card, and those that have a player.

-- Up Migration

alter table roster_links drop constraint roster_links_card_key, drop constraint roster_links_player_key;

-- Down Migration

alter table roster_links
  add constraint roster_links_card_key unique (game_id, card_id),
  add constraint roster_links_player_key unique (game_id, player_id);
