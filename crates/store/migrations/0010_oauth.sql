-- Sign-in providers.

-- An account's connection to a provider. One that belongs to a registration has its row before it has an account: until
-- then nobody signs in with it, and when nothing comes of the registration it goes at `held_until`. `shown_as` is what
-- its owner is called there. `unconfirmed_at` is set when the account was recovered since: it opens nothing until its
-- owner, signed in, says that it is theirs.
create table connections (
  account_id uuid not null,
  issuer text not null,
  subject text not null,
  shown_as text,
  created_at timestamptz not null,
  last_used_at timestamptz,
  unconfirmed_at timestamptz,
  held_until timestamptz,
  primary key (account_id, issuer)
);
create index connections_held on connections (held_until) where held_until is not null;

-- Directory: one identity, one account. An issuer gives a subject to one person and never to another.
create table provider_subjects (
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  primary key (issuer, subject)
);
create index provider_subjects_of_account on provider_subjects (account_id);

-- Directory: who is away at a provider, by the digest of the state that comes back. Account and session are those that
-- asked, none for a sign-in. `browser` is a digest of the cookie.
create table provider_flows (
  state bytea not null,
  purpose text not null,
  provider text not null,
  account_id uuid,
  session_id uuid,
  browser bytea not null,
  invite_id uuid,
  return_to text,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (state)
);
create index provider_flows_of_account on provider_flows (account_id) where account_id is not null;
create index provider_flows_expired on provider_flows (expires_at);
