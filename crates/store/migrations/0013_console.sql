-- The admin console: people by any role, and telling those whose role grants something else.

-- Those with a role that not everybody has are looked for, whichever it is.
create index accounts_with_roles on accounts (id) where roles <> 'user';

-- A change of a role that those who have it are yet to be told of, page by page: `after_account` is the last who was.
create table role_notices (
  id uuid not null,
  role text not null,
  sealed bytea not null,
  after_account uuid not null,
  primary key (id)
);
