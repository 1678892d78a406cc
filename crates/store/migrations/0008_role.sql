-- Roles: names that grant scopes. `accounts.roles` holds the names of an account's, with spaces between, so that one
-- read at a request tells them; what each grants is read from here and remembered for less than a second.

create table roles (
  name text not null,
  scopes text not null,
  is_built_in boolean not null,
  created_at timestamptz,
  primary key (name)
);
insert into roles (name, scopes, is_built_in) values
  ('user', 'entries:read entries:write profile:read profile:write sessions:read sessions:write', true),
  ('admin', 'entries:read entries:write profile:read profile:write sessions:read sessions:write admin:read admin:write', true);

-- Admins are looked for, whatever else they are.
create index accounts_admins on accounts (id) where ' ' || roles || ' ' like '% admin %';
