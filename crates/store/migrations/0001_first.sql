-- The first tables. Types are PostgreSQL's; for SQLite they are translated in one place.
-- Primary keys of a person's data start with the account, so that a distributed PostgreSQL keeps it on one shard.
-- What must be unique across accounts lives in small directory tables, without a foreign key.

-- Keys of the program itself, wrapped by the master key.
create table server_keys (
  purpose text not null,
  number integer not null,
  wrapped bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (purpose, number)
);

-- Accounts ------------------------------------------------------------------------------------------
create table accounts (
  id uuid not null,
  email text not null,
  username text,
  display_name text,
  time_zone text,
  locale text,
  password_hash text,
  roles text not null,
  wrapped_key bytea not null,
  created_at timestamptz not null,
  verified_at timestamptz,
  disabled_at timestamptz,
  primary key (id)
);

-- Directory: one address, one account.
create table account_emails (
  folded text not null,
  account_id uuid not null,
  primary key (folded)
);

-- Directory: one username, one account or one pending registration, which holds it until `held_until`.
create table account_usernames (
  folded text not null,
  account_id uuid not null,
  held_until timestamptz,
  primary key (folded)
);

-- A registration that nobody has verified yet; `account_id` is what its account will be called.
create table registrations (
  account_id uuid not null,
  email text not null,
  email_folded text not null,
  username text,
  password_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id)
);
create index registrations_by_email on registrations (email_folded, created_at);
create index registrations_expired on registrations (expires_at);

-- Directory: one-time tokens by their digest; the purpose is part of what is looked up.
create table one_time_tokens (
  digest bytea not null,
  purpose text not null,
  account_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (digest)
);
create index one_time_tokens_of_account on one_time_tokens (account_id, purpose);
create index one_time_tokens_expired on one_time_tokens (expires_at);

-- Sessions ------------------------------------------------------------------------------------------
create table sessions (
  account_id uuid not null references accounts (id) on delete cascade,
  id uuid not null,
  generation bigint not null,
  made_at timestamptz not null,
  answered_at timestamptz not null,
  seen_at timestamptz,
  method text not null,
  browser text,
  os text,
  device text,
  ip_address text not null,
  created_at timestamptz not null,
  authenticated_at timestamptz not null,
  last_used_at timestamptz not null,
  idle_until timestamptz not null,
  absolute_until timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  primary key (account_id, id)
);
create index sessions_over on sessions (absolute_until);

-- Audit ---------------------------------------------------------------------------------------------
create table audit_events (
  account_id uuid not null,
  id uuid not null,
  kind text not null,
  outcome text not null,
  actor text not null,
  session_id uuid,
  network text,
  happened_at timestamptz not null,
  primary key (account_id, id)
);

-- Mail --------------------------------------------------------------------------------------------
-- The outbox. `account_id` is the account, or the pending registration, that the mail is about: no foreign key,
-- because a pending registration is no account. Who deletes either deletes its mails.
-- A mail waits while delivered_at and given_up_at are null. `next_attempt_at` is also the claim: whoever moves it
-- forward, guarded by the value it read, may deliver.
create table outbox (
  account_id uuid not null,
  id uuid not null,
  sealed bytea not null,
  created_at timestamptz not null,
  attempts integer not null,
  next_attempt_at timestamptz not null,
  last_error text,
  delivered_at timestamptz,
  given_up_at timestamptz,
  primary key (account_id, id)
);
create index outbox_due on outbox (next_attempt_at) where delivered_at is null and given_up_at is null;
create index outbox_newest on outbox (created_at);

-- Entries -----------------------------------------------------------------------------------------
-- `head` is the sealed title, excerpt and tags; `content` the sealed text. It stands last, because SQLite reads a row
-- from its beginning, and lists and numbers shall not wade through megabytes to reach a count.
create table entries (
  account_id uuid not null references accounts (id) on delete cascade,
  id uuid not null,
  version bigint not null,
  head bytea not null,
  is_favorite boolean not null,
  word_count bigint not null,
  char_count bigint not null,
  happened_at timestamptz not null,
  time_zone text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  content bytea not null,
  primary key (account_id, id)
);
-- A miss under one's own account is looked up by id alone, to tell "not yours" from "not there".
create index entries_by_id on entries (id);
create index entries_by_time on entries (account_id, happened_at, id) where deleted_at is null;
create index entries_in_trash on entries (account_id, deleted_at, id) where deleted_at is not null;

-- Tags are found by a digest keyed by the account; the row shows equality within an account and no more.
create table entry_tags (
  account_id uuid not null,
  tag_digest bytea not null,
  entry_id uuid not null,
  primary key (account_id, tag_digest, entry_id),
  foreign key (account_id, entry_id) references entries (account_id, id) on delete cascade
);
create index entry_tags_of_entry on entry_tags (account_id, entry_id);

-- What a repeated Idempotency-Key is answered with, for 24 hours.
create table idempotency_keys (
  account_id uuid not null,
  key_digest bytea not null,
  body_digest bytea not null,
  entry_id uuid not null,
  created_at timestamptz not null,
  primary key (account_id, key_digest),
  foreign key (account_id, entry_id) references entries (account_id, id) on delete cascade
);
create index idempotency_keys_of_entry on idempotency_keys (account_id, entry_id);

-- Limits ------------------------------------------------------------------------------------------
-- What was counted, under a keyed digest of what it was counted for: a row tells neither account nor network.
create table throttles (
  key bytea not null,
  version bigint not null,
  ledger text not null,
  lapses_at timestamptz not null,
  primary key (key)
);
create index throttles_lapsed on throttles (lapses_at);

-- Browsers that have signed in before, by the digest of their cookie.
create table known_devices (
  account_id uuid not null references accounts (id) on delete cascade,
  digest bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, digest)
);
create index known_devices_expired on known_devices (expires_at);
