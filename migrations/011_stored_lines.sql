-- Lines of games that are over, so that a season's totals need not be added up from its plays. A stored line counts only
-- while its game is as it was when the line was added up (see the view exact_lines).

-- Up Migration

create table stored_lines (
  game_id uuid not null,
  state_version integer not null,
  last_play smallint not null,
  constraint stored_lines_pkey primary key (game_id)
);

create table stored_batting_lines (
  game_id uuid not null,
  entry_id bigint not null,
  team_id integer not null,
  card_id bigint,
  player_id bigint,
  player_name text,
  positions text not null,
  batting_order smallint,
  pa smallint not null,
  ab smallint not null,
  run smallint not null,
  hit smallint not null,
  double smallint not null,
  triple smallint not null,
  homerun smallint not null,
  rbi smallint not null,
  bb smallint not null,
  ibb smallint not null,
  so smallint not null,
  hbp smallint not null,
  sac_bunt smallint not null,
  sac_fly smallint not null,
  gidp smallint not null,
  sb smallint not null,
  cs smallint not null,
  state_version integer not null,
  last_play smallint not null,
  constraint stored_batting_lines_pkey primary key (game_id, entry_id)
);

create table stored_pitching_lines (
  game_id uuid not null,
  entry_id bigint not null,
  team_id integer not null,
  card_id bigint,
  player_id bigint,
  player_name text,
  start smallint not null,
  finish smallint not null,
  complete_game smallint not null,
  shutout smallint not null,
  win smallint not null,
  loss smallint not null,
  save smallint not null,
  outs_recorded smallint not null,
  pa smallint not null,
  ab smallint not null,
  hit smallint not null,
  double smallint not null,
  triple smallint not null,
  homerun smallint not null,
  run smallint not null,
  earned_run smallint not null,
  bb smallint not null,
  ibb smallint not null,
  so smallint not null,
  hbp smallint not null,
  sac_bunt smallint not null,
  sac_fly smallint not null,
  gidp smallint not null,
  wild_pitch smallint not null,
  balk smallint not null,
  state_version integer not null,
  last_play smallint not null,
  constraint stored_pitching_lines_pkey primary key (game_id, entry_id)
);

alter table stored_lines add constraint stored_lines_game_fkey foreign key (game_id) references games (id) on delete cascade;
alter table stored_batting_lines add constraint stored_batting_lines_game_fkey foreign key (game_id) references stored_lines (game_id) on delete cascade;
alter table stored_pitching_lines add constraint stored_pitching_lines_game_fkey foreign key (game_id) references stored_lines (game_id) on delete cascade;

comment on table stored_lines is 'Games whose batting and pitching lines are stored.';
comment on column stored_lines.game_id is 'The game.';
comment on column stored_lines.state_version is 'The state version of the game when the lines were added up.';
comment on column stored_lines.last_play is 'The number of the last play of the game when the lines were added up.';
comment on table stored_batting_lines is 'Batting lines as they were added up when their game was over.';
comment on column stored_batting_lines.game_id is 'The game.';
comment on column stored_batting_lines.entry_id is 'The first lineup entry of the player.';
comment on column stored_batting_lines.team_id is 'The team he plays for.';
comment on column stored_batting_lines.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column stored_batting_lines.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column stored_batting_lines.player_name is 'What to call the player.';
comment on column stored_batting_lines.positions is 'Every role that he had, in order, with hyphens between: PH-RF-LF.';
comment on column stored_batting_lines.batting_order is 'His place in the batting order, 1 to 9; null for one who does not bat.';
comment on column stored_batting_lines.pa is 'Plate appearances.';
comment on column stored_batting_lines.ab is 'At bats.';
comment on column stored_batting_lines.run is 'Runs scored.';
comment on column stored_batting_lines.hit is 'Hits.';
comment on column stored_batting_lines.double is 'Doubles.';
comment on column stored_batting_lines.triple is 'Triples.';
comment on column stored_batting_lines.homerun is 'Home runs.';
comment on column stored_batting_lines.rbi is 'Runs batted in.';
comment on column stored_batting_lines.bb is 'Bases on balls, the intentional ones included.';
comment on column stored_batting_lines.ibb is 'Intentional bases on balls.';
comment on column stored_batting_lines.so is 'Strikeouts.';
comment on column stored_batting_lines.hbp is 'Times hit by a pitch.';
comment on column stored_batting_lines.sac_bunt is 'Sacrifice bunts.';
comment on column stored_batting_lines.sac_fly is 'Sacrifice flies.';
comment on column stored_batting_lines.gidp is 'Times grounded into a double play.';
comment on column stored_batting_lines.sb is 'Stolen bases.';
comment on column stored_batting_lines.cs is 'Times caught stealing.';
comment on column stored_batting_lines.state_version is 'The state version of the game when the lines were added up.';
comment on column stored_batting_lines.last_play is 'The number of the last play of the game when the lines were added up.';
comment on table stored_pitching_lines is 'Pitching lines as they were added up when their game was over.';
comment on column stored_pitching_lines.game_id is 'The game.';
comment on column stored_pitching_lines.entry_id is 'The first lineup entry in which he pitched.';
comment on column stored_pitching_lines.team_id is 'The team he plays for.';
comment on column stored_pitching_lines.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column stored_pitching_lines.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column stored_pitching_lines.player_name is 'What to call the player.';
comment on column stored_pitching_lines.start is 'Games started.';
comment on column stored_pitching_lines.finish is 'Games finished by one who did not start.';
comment on column stored_pitching_lines.complete_game is 'Complete games.';
comment on column stored_pitching_lines.shutout is 'Complete games without a run.';
comment on column stored_pitching_lines.win is 'Games won.';
comment on column stored_pitching_lines.loss is 'Games lost.';
comment on column stored_pitching_lines.save is 'Games saved.';
comment on column stored_pitching_lines.outs_recorded is 'Outs while he pitched; three are an inning.';
comment on column stored_pitching_lines.pa is 'Batters faced.';
comment on column stored_pitching_lines.ab is 'At bats against him.';
comment on column stored_pitching_lines.hit is 'Hits against him.';
comment on column stored_pitching_lines.double is 'Doubles against him.';
comment on column stored_pitching_lines.triple is 'Triples against him.';
comment on column stored_pitching_lines.homerun is 'Home runs against him.';
comment on column stored_pitching_lines.run is 'Runs charged to him.';
comment on column stored_pitching_lines.earned_run is 'Earned runs charged to him.';
comment on column stored_pitching_lines.bb is 'Bases on balls, the intentional ones included.';
comment on column stored_pitching_lines.ibb is 'Intentional bases on balls.';
comment on column stored_pitching_lines.so is 'Strikeouts.';
comment on column stored_pitching_lines.hbp is 'Batters hit by a pitch.';
comment on column stored_pitching_lines.sac_bunt is 'Sacrifice bunts against him.';
comment on column stored_pitching_lines.sac_fly is 'Sacrifice flies against him.';
comment on column stored_pitching_lines.gidp is 'Double plays grounded into against him.';
comment on column stored_pitching_lines.wild_pitch is 'Wild pitches.';
comment on column stored_pitching_lines.balk is 'Balks.';
comment on column stored_pitching_lines.state_version is 'The state version of the game when the lines were added up.';
comment on column stored_pitching_lines.last_play is 'The number of the last play of the game when the lines were added up.';

-- Down Migration

drop table stored_pitching_lines;
drop table stored_batting_lines;
drop table stored_lines;
