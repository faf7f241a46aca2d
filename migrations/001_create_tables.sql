-- The five tables of a game. Everything hangs off games by game_id, and every key contains it.

-- Up Migration

create table games (
  id uuid not null,
  league_id text not null,
  home_team_id integer not null,
  away_team_id integer not null,
  home_team_name text,
  away_team_name text,
  home_team_is_ai boolean not null default false,
  away_team_is_ai boolean not null default false,
  status text not null default 'pending',
  inning smallint not null default 1,
  half text not null default 'top',
  home_score smallint not null default 0,
  away_score smallint not null default 0,
  winner_team_id integer,
  created_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  completed_at timestamptz(3),
  state_version integer not null default 0,
  metadata jsonb not null default '{}'::jsonb,
  constraint games_pkey primary key (id),
  constraint games_inning_range check (inning between 1 and 99),
  constraint games_home_score_range check (home_score between 0 and 999),
  constraint games_away_score_range check (away_score between 0 and 999),
  constraint games_league_id_values check (league_id in ('pd', 'sba')),
  constraint games_status_values check (status in ('pending', 'active', 'paused', 'completed', 'abandoned')),
  constraint games_half_values check (half in ('top', 'bottom')),
  constraint games_two_teams check (away_team_id <> home_team_id),
  constraint games_winner_plays check (winner_team_id is null or winner_team_id in (home_team_id, away_team_id))
);

create index games_status_idx on games (status, id);

comment on table games is 'One row per game: who plays, where the game stands, how it ended.';
comment on column games.id is 'Identity of the game: a version 7 UUID, made by the client that creates it.';
comment on column games.league_id is 'The league: pd (players are cards) or sba (players are players). Never changes.';
comment on column games.home_team_id is 'The team that bats in the bottom halves.';
comment on column games.away_team_id is 'The team that bats in the top halves.';
comment on column games.home_team_name is 'What to call the home team, so that a reader need not ask another service.';
comment on column games.away_team_name is 'What to call the away team, so that a reader need not ask another service.';
comment on column games.home_team_is_ai is 'True when a computer manages the home team.';
comment on column games.away_team_is_ai is 'True when a computer manages the away team.';
comment on column games.status is 'Where the game is in its life: pending, active, paused, completed or abandoned.';
comment on column games.inning is 'The inning being played, from 1.';
comment on column games.half is 'The half-inning being played: top (away bats) or bottom (home bats).';
comment on column games.home_score is 'Runs of the home team so far.';
comment on column games.away_score is 'Runs of the away team so far.';
comment on column games.winner_team_id is 'The team that won; null until the game is decided.';
comment on column games.created_at is 'When the game was created.';
comment on column games.started_at is 'When the first pitch was thrown.';
comment on column games.completed_at is 'When the game ended.';
comment on column games.state_version is 'Counts up by one with each change of the game''s state.';
comment on column games.metadata is 'Whatever the league wants to keep with a game, as a JSON object.';

create table lineups (
  game_id uuid not null,
  id bigint generated always as identity,
  team_id integer not null,
  card_id bigint,
  player_id bigint,
  player_name text,
  position text not null,
  batting_order smallint,
  is_starter boolean not null default true,
  is_active boolean not null default true,
  is_fatigued boolean not null default false,
  entered_inning smallint not null default 1,
  replacing_id bigint,
  after_play smallint not null default 0,
  constraint lineups_pkey primary key (game_id, id),
  constraint lineups_game_fkey foreign key (game_id) references games (id) on delete cascade,
  constraint lineups_replacing_fkey foreign key (game_id, replacing_id) references lineups (game_id, id),
  constraint lineups_batting_order_range check (batting_order between 1 and 9),
  constraint lineups_entered_inning_range check (entered_inning between 1 and 99),
  constraint lineups_after_play_range check (after_play between 0 and 32767),
  constraint lineups_position_values check (position in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR')),
  constraint lineups_card_or_player check (num_nonnulls(card_id, player_id) = 1)
);

create unique index lineups_active_slot_key on lineups (game_id, team_id, batting_order)
  where is_active;
create unique index lineups_active_position_key on lineups (game_id, team_id, position)
  where is_active and position in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF');

comment on table lineups is 'One row per appearance: one player in one role, from when he entered until he left.';
comment on column lineups.game_id is 'The game.';
comment on column lineups.id is 'Identity of the entry; plays name people by it.';
comment on column lineups.team_id is 'The team he plays for.';
comment on column lineups.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column lineups.player_id is 'The player, in an SBA game; null in a PD game.';
comment on column lineups.player_name is 'What to call the player, so that a reader need not ask another service.';
comment on column lineups.position is 'His role: a fielding position (P, C, 1B, 2B, 3B, SS, LF, CF, RF), DH, PH or PR.';
comment on column lineups.batting_order is 'His place in the batting order, 1 to 9; null for one who does not bat.';
comment on column lineups.is_starter is 'True for the starting lineup, false for a substitution.';
comment on column lineups.is_active is 'True while he is in the game in this role.';
comment on column lineups.is_fatigued is 'True when the pitcher is tired.';
comment on column lineups.entered_inning is 'The inning in which he entered.';
comment on column lineups.replacing_id is 'The entry whose place he took; null for a starter.';
comment on column lineups.after_play is 'The number of the last play before he entered; 0 for a starter.';

create table plays (
  game_id uuid not null,
  play_number smallint not null,
  id bigint generated always as identity,
  inning smallint not null,
  half text not null,
  outs_before smallint not null,
  batting_order smallint not null,
  away_score smallint not null,
  home_score smallint not null,
  on_base_code smallint generated always as (((on_first_id is not null)::int + 2 * (on_second_id is not null)::int + 4 * (on_third_id is not null)::int)::smallint) stored not null,
  is_new_inning boolean not null default false,
  is_tied boolean not null default false,
  is_go_ahead boolean not null default false,
  in_pow boolean not null default false,
  batter_id bigint not null,
  pitcher_id bigint not null,
  catcher_id bigint,
  defender_id bigint,
  runner_id bigint,
  on_first_id bigint,
  on_second_id bigint,
  on_third_id bigint,
  batter_final smallint,
  on_first_final smallint,
  on_second_final smallint,
  on_third_final smallint,
  dice_roll text,
  hit_type text,
  result_description text,
  check_pos text,
  play_metadata jsonb not null default '{}'::jsonb,
  created_at timestamptz(3) not null default now(),
  locked boolean not null default false,
  complete boolean not null default false,
  pa smallint not null default 0,
  ab smallint not null default 0,
  hit smallint not null default 0,
  double smallint not null default 0,
  triple smallint not null default 0,
  homerun smallint not null default 0,
  bb smallint not null default 0,
  ibb smallint not null default 0,
  so smallint not null default 0,
  hbp smallint not null default 0,
  rbi smallint not null default 0,
  sac_bunt smallint not null default 0,
  sac_fly smallint not null default 0,
  gidp smallint not null default 0,
  sb smallint not null default 0,
  cs smallint not null default 0,
  pick_off smallint not null default 0,
  wild_pitch smallint not null default 0,
  passed_ball smallint not null default 0,
  balk smallint not null default 0,
  error smallint not null default 0,
  bphr smallint not null default 0,
  bpfo smallint not null default 0,
  bp1b smallint not null default 0,
  bplo smallint not null default 0,
  outs_recorded smallint not null default 0,
  runs_scored smallint generated always as (((coalesce(batter_final, 0) = 4)::int + (coalesce(on_first_final, 0) = 4)::int + (coalesce(on_second_final, 0) = 4)::int + (coalesce(on_third_final, 0) = 4)::int)::smallint) stored not null,
  earned_runs smallint not null default 0,
  wpa real,
  re24 real,
  constraint plays_pkey primary key (game_id, play_number),
  constraint plays_game_fkey foreign key (game_id) references games (id) on delete cascade,
  constraint plays_batter_fkey foreign key (game_id, batter_id) references lineups (game_id, id),
  constraint plays_pitcher_fkey foreign key (game_id, pitcher_id) references lineups (game_id, id),
  constraint plays_catcher_fkey foreign key (game_id, catcher_id) references lineups (game_id, id),
  constraint plays_defender_fkey foreign key (game_id, defender_id) references lineups (game_id, id),
  constraint plays_runner_fkey foreign key (game_id, runner_id) references lineups (game_id, id),
  constraint plays_on_first_fkey foreign key (game_id, on_first_id) references lineups (game_id, id),
  constraint plays_on_second_fkey foreign key (game_id, on_second_id) references lineups (game_id, id),
  constraint plays_on_third_fkey foreign key (game_id, on_third_id) references lineups (game_id, id),
  constraint plays_play_number_range check (play_number between 1 and 32767),
  constraint plays_inning_range check (inning between 1 and 99),
  constraint plays_outs_before_range check (outs_before between 0 and 2),
  constraint plays_batting_order_range check (batting_order between 1 and 9),
  constraint plays_away_score_range check (away_score between 0 and 999),
  constraint plays_home_score_range check (home_score between 0 and 999),
  constraint plays_batter_final_range check (batter_final between 1 and 4),
  constraint plays_on_first_final_range check (on_first_final between 1 and 4),
  constraint plays_on_second_final_range check (on_second_final between 2 and 4),
  constraint plays_on_third_final_range check (on_third_final between 3 and 4),
  constraint plays_pa_range check (pa between 0 and 1),
  constraint plays_ab_range check (ab between 0 and 1),
  constraint plays_hit_range check (hit between 0 and 1),
  constraint plays_double_range check (double between 0 and 1),
  constraint plays_triple_range check (triple between 0 and 1),
  constraint plays_homerun_range check (homerun between 0 and 1),
  constraint plays_bb_range check (bb between 0 and 1),
  constraint plays_ibb_range check (ibb between 0 and 1),
  constraint plays_so_range check (so between 0 and 1),
  constraint plays_hbp_range check (hbp between 0 and 1),
  constraint plays_rbi_range check (rbi between 0 and 4),
  constraint plays_sac_bunt_range check (sac_bunt between 0 and 1),
  constraint plays_sac_fly_range check (sac_fly between 0 and 1),
  constraint plays_gidp_range check (gidp between 0 and 1),
  constraint plays_sb_range check (sb between 0 and 3),
  constraint plays_cs_range check (cs between 0 and 3),
  constraint plays_pick_off_range check (pick_off between 0 and 3),
  constraint plays_wild_pitch_range check (wild_pitch between 0 and 1),
  constraint plays_passed_ball_range check (passed_ball between 0 and 1),
  constraint plays_balk_range check (balk between 0 and 1),
  constraint plays_error_range check (error between 0 and 9),
  constraint plays_bphr_range check (bphr between 0 and 1),
  constraint plays_bpfo_range check (bpfo between 0 and 1),
  constraint plays_bp1b_range check (bp1b between 0 and 1),
  constraint plays_bplo_range check (bplo between 0 and 1),
  constraint plays_outs_recorded_range check (outs_recorded between 0 and 3),
  constraint plays_earned_runs_range check (earned_runs between 0 and 4),
  constraint plays_wpa_range check (wpa between -1 and 1),
  constraint plays_re24_range check (re24 between -10 and 10),
  constraint plays_half_values check (half in ('top', 'bottom')),
  constraint plays_check_pos_values check (check_pos in ('P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF', 'DH', 'PH', 'PR')),
  constraint plays_on_first_runner check (on_first_final is null or on_first_id is not null),
  constraint plays_on_second_runner check (on_second_final is null or on_second_id is not null),
  constraint plays_on_third_runner check (on_third_final is null or on_third_id is not null),
  constraint plays_people_differ check (coalesce(batter_id <> on_first_id, true) and coalesce(batter_id <> on_second_id, true) and coalesce(batter_id <> on_third_id, true) and coalesce(on_first_id <> on_second_id, true) and coalesce(on_first_id <> on_third_id, true) and coalesce(on_second_id <> on_third_id, true)),
  constraint plays_finals_differ check (coalesce(nullif(batter_final, 4) <> nullif(on_first_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(batter_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_second_final, 4), true) and coalesce(nullif(on_first_final, 4) <> nullif(on_third_final, 4), true) and coalesce(nullif(on_second_final, 4) <> nullif(on_third_final, 4), true)),
  constraint plays_batter_moves_in_pa check (batter_final is null or pa = 1),
  constraint plays_pa_has_one_result check (ab + bb + hbp + sac_bunt + sac_fly <= pa),
  constraint plays_hit_in_ab check (hit + so <= ab),
  constraint plays_hit_kind check (double + triple + homerun <= hit),
  constraint plays_homerun_scores check (homerun = 0 or (batter_final is not null and batter_final = 4)),
  constraint plays_ibb_is_bb check (ibb <= bb),
  constraint plays_gidp_in_ab check (gidp <= ab),
  constraint plays_three_outs check (outs_before + outs_recorded <= 3),
  constraint plays_rbi_scored check (rbi <= runs_scored),
  constraint plays_earned_runs_scored check (earned_runs <= runs_scored)
);

create index plays_id_idx on plays (id);

comment on table plays is 'One row per play: the situation before it, who was there, where everybody went, and what it counts for.';
comment on column plays.game_id is 'The game.';
comment on column plays.play_number is 'The place of the play in its game, from 1.';
comment on column plays.id is 'Identity of the play, given by the database.';
comment on column plays.inning is 'The inning.';
comment on column plays.half is 'The half-inning: top or bottom.';
comment on column plays.outs_before is 'Outs before the play, 0 to 2.';
comment on column plays.batting_order is 'The batter''s place in the batting order, 1 to 9.';
comment on column plays.away_score is 'Runs of the away team before the play.';
comment on column plays.home_score is 'Runs of the home team before the play.';
comment on column plays.on_base_code is 'Bases occupied before the play: 1 for first, 2 for second, 4 for third, added up.';
comment on column plays.is_new_inning is 'True for the first play of a half-inning.';
comment on column plays.is_tied is 'True when the score was level before the play.';
comment on column plays.is_go_ahead is 'True when the play put the batting team in the lead.';
comment on column plays.in_pow is 'True when the pitcher was past his point of weakness.';
comment on column plays.batter_id is 'Lineup entry of the batter.';
comment on column plays.pitcher_id is 'Lineup entry of the pitcher.';
comment on column plays.catcher_id is 'Lineup entry of the catcher.';
comment on column plays.defender_id is 'Lineup entry of the fielder whom the play went to.';
comment on column plays.runner_id is 'Lineup entry of the runner whom the play is about: a steal, a pickoff.';
comment on column plays.on_first_id is 'Lineup entry of the runner on first before the play.';
comment on column plays.on_second_id is 'Lineup entry of the runner on second before the play.';
comment on column plays.on_third_id is 'Lineup entry of the runner on third before the play.';
comment on column plays.batter_final is 'Base that the batter reached: 1 to 3, 4 scored; null when he is out or still at bat.';
comment on column plays.on_first_final is 'Base that the runner from first reached: 1 to 3, 4 scored; null when he is out or nobody was there.';
comment on column plays.on_second_final is 'Base that the runner from second reached: 2 or 3, 4 scored; null when he is out or nobody was there.';
comment on column plays.on_third_final is 'Base that the runner from third reached: 3, or 4 scored; null when he is out or nobody was there.';
comment on column plays.dice_roll is 'The dice as rolled.';
comment on column plays.hit_type is 'Kind of batted ball or event, in the league''s own words.';
comment on column plays.result_description is 'The play in words.';
comment on column plays.check_pos is 'The fielding position that had to be checked for this play.';
comment on column plays.play_metadata is 'Whatever the league wants to keep with a play, as a JSON object.';
comment on column plays.created_at is 'When the play was made.';
comment on column plays.locked is 'True when the play may no longer be changed.';
comment on column plays.complete is 'True when the play is over.';
comment on column plays.pa is 'Plate appearance.';
comment on column plays.ab is 'At bat.';
comment on column plays.hit is 'Hit of any kind.';
comment on column plays.double is 'Two-base hit.';
comment on column plays.triple is 'Three-base hit.';
comment on column plays.homerun is 'Home run.';
comment on column plays.bb is 'Base on balls, intentional ones included.';
comment on column plays.ibb is 'Intentional base on balls.';
comment on column plays.so is 'Strikeout.';
comment on column plays.hbp is 'Hit by pitch.';
comment on column plays.rbi is 'Runs batted in.';
comment on column plays.sac_bunt is 'Sacrifice bunt.';
comment on column plays.sac_fly is 'Sacrifice fly.';
comment on column plays.gidp is 'Grounded into a double play.';
comment on column plays.sb is 'Stolen bases.';
comment on column plays.cs is 'Runners caught stealing.';
comment on column plays.pick_off is 'Runners picked off.';
comment on column plays.wild_pitch is 'Wild pitch.';
comment on column plays.passed_ball is 'Passed ball.';
comment on column plays.balk is 'Balk.';
comment on column plays.error is 'Errors of the fielding team.';
comment on column plays.bphr is 'Ballpark home run.';
comment on column plays.bpfo is 'Ballpark flyout.';
comment on column plays.bp1b is 'Ballpark single.';
comment on column plays.bplo is 'Ballpark lineout.';
comment on column plays.outs_recorded is 'Outs made on the play.';
comment on column plays.runs_scored is 'Runs that scored: how many of the four finals are 4.';
comment on column plays.earned_runs is 'Earned runs among them.';
comment on column plays.wpa is 'Win probability added for the batting team, -1 to 1.';
comment on column plays.re24 is 'Run expectancy added for the batting team, in runs.';

create table game_sessions (
  game_id uuid not null,
  connected_users jsonb not null default '{}'::jsonb,
  last_action_at timestamptz(3) not null default now(),
  state_snapshot jsonb not null default '{}'::jsonb,
  constraint game_sessions_pkey primary key (game_id),
  constraint game_sessions_game_fkey foreign key (game_id) references games (id) on delete cascade
);

comment on table game_sessions is 'One row per game with a websocket session: what is needed to serve it again after a restart.';
comment on column game_sessions.game_id is 'The game.';
comment on column game_sessions.connected_users is 'Who is connected, as a JSON object.';
comment on column game_sessions.last_action_at is 'When somebody last did something.';
comment on column game_sessions.state_snapshot is 'The state last sent to the clients, as a JSON object. The plays are the truth; this is a copy.';

create table roster_links (
  game_id uuid not null,
  id bigint generated always as identity,
  team_id integer not null,
  card_id bigint,
  player_id bigint,
  constraint roster_links_pkey primary key (game_id, id),
  constraint roster_links_card_key unique (game_id, card_id),
  constraint roster_links_player_key unique (game_id, player_id),
  constraint roster_links_game_fkey foreign key (game_id) references games (id) on delete cascade,
  constraint roster_links_card_or_player check (num_nonnulls(card_id, player_id) = 1)
);

comment on table roster_links is 'One row per card or player who may play for a team in this game.';
comment on column roster_links.game_id is 'The game.';
comment on column roster_links.id is 'Identity of the entry.';
comment on column roster_links.team_id is 'The team.';
comment on column roster_links.card_id is 'The card, in a PD game; null in an SBA game.';
comment on column roster_links.player_id is 'The player, in an SBA game; null in a PD game.';

-- Down Migration

drop table roster_links;
drop table game_sessions;
drop table plays;
drop table lineups;
drop table games;
