use jiff::Timestamp;
use store::Query;

/// How the outbox stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// How many mails wait.
    pub waiting: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<Timestamp>,
    /// How many were given up lately.
    pub given_up: i64,
}

/// For each directory table, how many of its rows point to nobody. A new directory gets a row here.
pub(super) fn directories() -> impl Iterator<Item = (&'static str, Query<i64>)> {
    names_and_mails().into_iter().chain(ways_in())
}

fn names_and_mails() -> [(&'static str, Query<i64>); 5] {
    [
        (
            "addresses that belong to no account",
            count(
                "select count(*) as orphans from account_emails d
                 where not exists (select 1 from accounts a where a.id = d.account_id)",
            ),
        ),
        (
            "usernames that belong to nobody",
            count(
                "select count(*) as orphans from account_usernames d
                 where not exists (select 1 from accounts a where a.id = d.account_id)
                   and not exists (select 1 from registrations r where r.account_id = d.account_id)",
            ),
        ),
        (
            "one-time tokens for nobody",
            // Those of the first start are nobody's yet.
            count(
                "select count(*) as orphans from one_time_tokens d
                 where d.purpose <> 'set_up'
                   and not exists (select 1 from accounts a where a.id = d.account_id)
                   and not exists (select 1 from registrations r where r.account_id = d.account_id)",
            ),
        ),
        (
            "waiting mails about nobody",
            count(
                "select count(*) as orphans from outbox d
                 where d.delivered_at is null and d.given_up_at is null
                   and not exists (select 1 from accounts a where a.id = d.account_id)
                   and not exists (select 1 from registrations r where r.account_id = d.account_id)",
            ),
        ),
        (
            "accounts with a password that no address leads to",
            count(
                "select count(*) as orphans from accounts a
                 where a.password_hash is not null
                   and not exists (select 1 from account_emails d where d.account_id = a.id)",
            ),
        ),
    ]
}

fn ways_in() -> [(&'static str, Query<i64>); 6] {
    [
        (
            "credentials that belong to no passkey",
            count(
                "select count(*) as orphans from passkey_credentials d
                 where not exists (select 1 from passkeys p where p.account_id = d.account_id and p.id = d.passkey_id)",
            ),
        ),
        (
            "identities at providers that no connection leads from",
            count(
                "select count(*) as orphans from provider_subjects d
                 where not exists (select 1 from connections c
                                   where c.account_id = d.account_id and c.issuer = d.issuer and c.subject = d.subject)",
            ),
        ),
        (
            "connections to providers that belong to nobody",
            count(
                "select count(*) as orphans from connections d
                 where not exists (select 1 from accounts a where a.id = d.account_id)
                   and not exists (select 1 from registrations r where r.account_id = d.account_id)",
            ),
        ),
        (
            "passkeys that belong to nobody",
            count(
                "select count(*) as orphans from passkeys d
                 where not exists (select 1 from accounts a where a.id = d.account_id)
                   and not exists (select 1 from registrations r where r.account_id = d.account_id)",
            ),
        ),
        (
            "sign-ins of nobody that wait for a second factor",
            count(
                "select count(*) as orphans from sign_in_attempts d
                 where not exists (select 1 from accounts a where a.id = d.account_id)",
            ),
        ),
        (
            "access tokens of nobody",
            count(
                "select count(*) as orphans from access_tokens d
                 where not exists (select 1 from accounts a where a.id = d.account_id)",
            ),
        ),
    ]
}

fn count(sql: &'static str) -> Query<i64> {
    Query::new(sql, [], |row| row.get("orphans"))
}

/// What waits, and what was given up after `since`. Always one row.
pub(super) fn outbox(since: Timestamp) -> Query<Outbox> {
    Query::new(
        "select (select count(*) from outbox where delivered_at is null and given_up_at is null) as waiting,
                (select min(created_at) from outbox where delivered_at is null and given_up_at is null) as oldest,
                (select count(*) from outbox where given_up_at > $1) as given_up",
        [since.into()],
        |row| {
            Ok(Outbox {
                waiting: row.get("waiting")?,
                oldest: row.get("oldest")?,
                given_up: row.get("given_up")?,
            })
        },
    )
}

/// For each host that passkeys were made for, how many there are.
pub(super) fn passkey_hosts() -> Query<(String, i64)> {
    Query::new("select rp_id, count(*) as passkeys from passkeys group by rp_id order by rp_id", [], |row| {
        Ok((row.get("rp_id")?, row.get("passkeys")?))
    })
}

/// Every time zone that an account or an entry names.
pub(super) fn zones() -> Query<String> {
    Query::new(
        "select time_zone from accounts where time_zone is not null union select time_zone from entries order by 1",
        [],
        |row| row.get("time_zone"),
    )
}
