-- Getting back into an account, and changing what opens it.

-- When the account first signed in; the notice about a new device starts after that. When it will be deleted.
alter table accounts add column first_signed_in_at timestamptz;
alter table accounts add column deletion_at timestamptz;
update accounts set first_signed_in_at = created_at;
create index accounts_deleted on accounts (deletion_at) where deletion_at is not null;

-- An address that its account has left is kept for it until then; none: it is the account's own.
alter table account_emails add column held_until timestamptz;
create index account_emails_of_account on account_emails (account_id);
create index account_emails_held on account_emails (held_until) where held_until is not null;
create index account_usernames_of_account on account_usernames (account_id);

-- The address that a token is about: the new one of a change, the one that an undo restores.
alter table one_time_tokens add column address text;

-- When the waits of an account were lifted: what was counted before counts no more.
create table throttle_lifts (
  account_id uuid not null references accounts (id) on delete cascade,
  lifted_at timestamptz not null,
  primary key (account_id)
);
