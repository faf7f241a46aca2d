-- Makes sure that the games of before have such names too. A migration of its own, so that the scan of the table does not happen
-- under the lock that adding the constraint took.

-- Up Migration

alter table games validate constraint games_season_length;

-- Down Migration

alter table games drop constraint games_season_length;
alter table games add constraint games_season_length check (char_length(season) <= 100) not valid;
