-- Access tokens for scripts.

-- Directory: a token by its digest; the token itself is shown once and stored nowhere. A rotation writes another
-- digest into the same row, so the old token is unknown at once. `networks` are those that it was used from lately,
-- with spaces between, the latest last.
create table access_tokens (
  digest bytea not null,
  account_id uuid not null,
  id uuid not null,
  name text not null,
  scopes text not null,
  created_at timestamptz not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  last_used_from text,
  networks text not null,
  primary key (digest)
);
create unique index access_tokens_of_account on access_tokens (account_id, id);
create index access_tokens_expired on access_tokens (expires_at);
