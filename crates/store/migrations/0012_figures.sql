-- Counts over time, for whoever runs the journal. No row knows a person: a name, a word for the way or the reason (empty
-- where there is none), an hour or a day in UTC, and a number.
create table figures (
  step text not null,
  begins_at timestamptz not null,
  name text not null,
  label text not null,
  value bigint not null,
  primary key (step, begins_at, name, label)
);
