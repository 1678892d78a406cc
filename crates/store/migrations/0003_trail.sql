-- The audit trail: sealed events in keyed chains. doc/design/audit.md says what each part is for.
drop table audit_events;

-- An event is inserted with what it tells of. `position`, `digest` and `checkpoint` stay null until it is linked to its
-- chain; `sealed` becomes null when its payload is erased. The nil account holds what concerns no account.
create table audit_events (
  account_id uuid not null,
  id uuid not null,
  happened_at timestamptz not null,
  mark bytea not null,
  position bigint,
  digest bytea,
  checkpoint bigint,
  sealed bytea,
  primary key (account_id, id)
);
create unique index audit_events_in_chain on audit_events (account_id, position);
create index audit_events_in_checkpoint on audit_events (checkpoint, account_id, position);
create index audit_events_waiting on audit_events (happened_at) where checkpoint is null;
create index audit_events_newest on audit_events (id) where sealed is not null;

-- Each checkpoint anchors the events that were linked in one go, and the checkpoint before.
create table audit_checkpoints (
  number bigint not null,
  made_at timestamptz not null,
  events bigint not null,
  digest bytea not null,
  primary key (number)
);

-- Until when payloads may be missing: of an account, or, under the nil account, of all.
create table audit_erasures (
  account_id uuid not null,
  until timestamptz not null,
  digest bytea not null,
  primary key (account_id)
);
