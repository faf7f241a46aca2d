-- No statement finds a play by its identity: the index cost each play 64 bytes of log and a page to change.

-- Up Migration (no transaction)

drop index concurrently if exists plays_id_idx;

-- Down Migration (no transaction)

create index concurrently if not exists plays_id_idx on plays (id);
