-- How long a game is to be, and whether its extra innings begin with a runner on second base: without it, nobody can
-- tell from the plays alone where the next one begins.

-- Up Migration

alter table games add column scheduled_innings smallint not null default 9;
alter table games add column automatic_runner_inning smallint;
alter table games
  add constraint games_scheduled_innings_range check (scheduled_innings between 1 and 99) not valid,
  add constraint games_automatic_runner_inning_range check (automatic_runner_inning between 1 and 99) not valid;

comment on column games.scheduled_innings is 'How many innings the game is to have: 9, or 7 in some doubleheaders.';
comment on column games.automatic_runner_inning is 'From this inning on, each half-inning begins with a runner on second base; null when none does.';

-- Down Migration

alter table games drop column automatic_runner_inning;
alter table games drop column scheduled_innings;
