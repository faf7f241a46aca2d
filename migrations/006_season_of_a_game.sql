-- Totals and leaders are those of a season, which the time of a game does not tell: a postseason is another.

-- Up Migration

alter table games add column season text;
comment on column games.season is 'The season that the game counts for, as the league calls it: 2020, 2016 postseason.';

-- Down Migration

alter table games drop column season;
