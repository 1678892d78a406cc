-- Second factors.

-- Since when signing in asks for a second factor; none: it does not. Every request finds it beside the account.
alter table accounts add column second_factor_since timestamptz;

-- An authenticator app that has proved itself. Its secret is sealed with the account's key; `last_step` is the newest
-- step whose code was used, and no code of that step or an earlier one works.
create table totp (
  account_id uuid not null references accounts (id) on delete cascade,
  sealed bytea not null,
  last_step bigint not null,
  confirmed_at timestamptz not null,
  primary key (account_id)
);

-- One that is being set up, beside the one that counts if there is one.
create table totp_pending (
  account_id uuid not null references accounts (id) on delete cascade,
  sealed bytea not null,
  expires_at timestamptz not null,
  primary key (account_id)
);

-- Recovery codes as password hashes; the codes of one set share a salt, so that one hash finds the one that was given.
create table recovery_codes (
  account_id uuid not null references accounts (id) on delete cascade,
  digest text not null,
  salt bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, digest)
);

-- Directory: a first proof that waits for the second, by the digest of its token. `device` is the browser's cookie,
-- `password_mark` a digest of the password's hash that was found right.
create table sign_in_attempts (
  digest bytea not null,
  account_id uuid not null,
  method text not null,
  delivery text not null,
  device bytea,
  password_mark bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (digest)
);
create index sign_in_attempts_of_account on sign_in_attempts (account_id);
create index sign_in_attempts_expired on sign_in_attempts (expires_at);
