-- The admin console: finding people, and acts that must not pass each other.

-- People are found by how their address or username begins, which is a range in the order of bytes. SQLite always
-- compares so; a PostgreSQL whose own order is a language's has to be told.
alter table account_emails alter column folded type text collate "C";
alter table account_usernames alter column folded type text collate "C";

-- Those who are looked for by what became of them, or by what they may do.
create index accounts_disabled on accounts (id) where disabled_at is not null;
create index accounts_leaving on accounts (id) where deletion_at is not null;
create index accounts_unverified on accounts (id) where verified_at is null;
create index accounts_by_roles on accounts (roles, id);

-- Rows that changes take which must come one after the other; `taken` counts them.
create table turns (
  name text not null,
  taken bigint not null,
  primary key (name)
);
insert into turns (name, taken) values ('admins', 0);

-- What a mail is, in a word; none for those of an older program.
alter table outbox add column kind text;
