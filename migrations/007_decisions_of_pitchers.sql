-- Who won, who lost, who saved: the scorer decides it, the plays do not.

-- Up Migration

alter table lineups
  add column decision text,
  add constraint lineups_decision_values check (decision in ('win', 'loss', 'save')) not valid;
comment on column lineups.decision is 'What the pitcher is credited with: win, loss or save; null for all others.';

-- Down Migration

alter table lineups drop column decision;
