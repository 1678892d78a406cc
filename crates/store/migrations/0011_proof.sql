-- What a session was begun by, where both factors are demanded.

-- Since when both factors of the account are proved in this session; none: it goes on with one of them.
alter table sessions add column both_proved_at timestamptz;

-- Sessions that were begun before an account had a second factor ended when it was turned on.
update sessions set both_proved_at = created_at
where method = 'passkey' or account_id in (select id from accounts where second_factor_since is not null);

-- A browser has few ceremonies under way; older ones give way to it.
create index passkey_ceremonies_of_browser on passkey_ceremonies (browser);
