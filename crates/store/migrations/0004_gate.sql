-- Invitations: who may register where that is by invitation.

-- Directory: an invitation by the digest of its code, which is shown once and stored nowhere.
create table invites (
  digest bytea not null,
  id uuid not null,
  note text not null,
  uses integer not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (digest)
);
create index invites_by_id on invites (id);

-- The uses of an invitation, a row for each that was ever begun: held by a pending registration until `held_until`,
-- or taken for good when that is null, and then it names nobody. A hold that has lapsed may be taken over.
create table invite_uses (
  invite_id uuid not null,
  slot integer not null,
  registration_id uuid,
  held_until timestamptz,
  primary key (invite_id, slot)
);

-- The invitation that a registration came with.
alter table registrations add column invite_id uuid;
