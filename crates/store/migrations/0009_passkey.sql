-- Passkeys, and the ceremonies that are under way.

-- A passkey. A registration that was begun with one has its row before it has an account: until then nobody signs in
-- with it, and when nothing comes of the registration it goes at `held_until`. `unconfirmed_at` is set when the account
-- was recovered since: it opens nothing until its owner, signed in, says that it is theirs.
create table passkeys (
  account_id uuid not null,
  id uuid not null,
  credential_id bytea not null,
  credential text not null,
  rp_id text not null,
  aaguid uuid not null,
  name text not null,
  is_synced boolean not null,
  sign_count bigint not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  unconfirmed_at timestamptz,
  held_until timestamptz,
  primary key (account_id, id)
);
create index passkeys_held on passkeys (held_until) where held_until is not null;

-- Directory: one credential, one passkey.
create table passkey_credentials (
  credential_id bytea not null,
  account_id uuid not null,
  passkey_id uuid not null,
  primary key (credential_id)
);
create index passkey_credentials_of_account on passkey_credentials (account_id);

-- Directory: ceremonies by their id. `account_id` is whose they are: none for a sign-in, and for a sign-up what its
-- account will be called. `browser` is a digest of the cookie or the session that asked.
create table passkey_ceremonies (
  id uuid not null,
  purpose text not null,
  account_id uuid,
  browser bytea not null,
  challenge bytea not null,
  email text,
  invite_id uuid,
  expires_at timestamptz not null,
  primary key (id)
);
create index passkey_ceremonies_of_account on passkey_ceremonies (account_id) where account_id is not null;
create index passkey_ceremonies_expired on passkey_ceremonies (expires_at);
