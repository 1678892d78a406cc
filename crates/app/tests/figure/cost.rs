//! What figures cost: requests nothing that shows, and the database little.
//!
//! `JOURNAL_TEST_SESSIONS` says among how many sessions people are counted, such as 100000; without it, 2,000.

use std::time::Duration;

use app::figure;
use store::Change;
use testkit::{PASSWORD, TestApp};

use super::{ROOT, last, with_admin};

#[allow(clippy::disallowed_methods, reason = "how much a test measures is told by the environment")]
fn sessions() -> i64 {
    std::env::var("JOURNAL_TEST_SESSIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

#[tokio::test]
#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
async fn a_refresh_is_counted_without_a_change_of_its_own() {
    let journal = with_admin().await;
    let tokens = journal.sign_in(ROOT, PASSWORD).await;
    figure::write_down(&journal.app).await.expect("written");
    let before = written(&journal).await;
    for _ in 0..20 {
        assert_eq!(journal.refresh(&tokens.refresh).await.status, 200);
    }
    assert_eq!(written(&journal).await, before, "the rows stand as they stood");
    let count = 1_000_000_u32;
    let started = journal.clock.instant();
    for _ in 0..count {
        figure::refreshed(&journal.app);
    }
    let each = started.elapsed() / count;
    println!("counting one refresh takes {each:?}");
    assert!(each < Duration::from_micros(50), "{each:?}");
    let told = last(&journal, &tokens.access, "", ("refreshes", None)).await;
    let retries = last(&journal, &tokens.access, "", ("refresh_retries", None)).await;
    assert_eq!(told + retries, i64::from(count) + 20);
}

async fn written(journal: &TestApp) -> Option<i64> {
    let sum = "select cast(sum(value) as bigint) as sum from figures";
    let sum = store::Query::new(sum, [], |row| row.get::<i64>("sum"));
    journal.app.store.get(sum).await.expect("a sum")
}

#[tokio::test]
#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
async fn people_are_counted_among_many_sessions() {
    let journal = with_admin().await;
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    let many = sessions();
    let people = many / 2;
    fill(&journal, many).await;
    let started = journal.clock.instant();
    assert_eq!(last(&journal, &root, "", ("active_people", None)).await, people + 1);
    let took = started.elapsed();
    println!("{people} people among {many} sessions were counted and told in {took:?}");
    assert!(took < Duration::from_secs(5), "{took:?}");
}

/// Sessions of accounts of which each has two, all used now.
async fn fill(journal: &TestApp, many: i64) {
    let now = journal.app.clock.now();
    let like = "select $1, email, roles, wrapped_key, created_at from accounts limit 1";
    let account: &'static str = Box::leak(
        format!("insert into accounts (id, email, roles, wrapped_key, created_at) {like}").into_boxed_str(),
    );
    let session = "insert into sessions (account_id, id, generation, made_at, answered_at, method, ip_address,
                                         created_at, authenticated_at, last_used_at, idle_until, absolute_until)
                   values ($1, $2, 1, $3, $3, 'password', '', $3, $3, $3, $3, $3)";
    let id = || journal.app.random.uuid_v7(now);
    let mut changes = Vec::new();
    for _ in 0..many / 2 {
        let owner = id();
        changes.push(Change::new(account, [owner.into()]));
        changes.extend((0..2).map(|_| Change::new(session, [owner.into(), id().into(), now.into()])));
        if changes.len() > 3_000 {
            journal.app.store.commit(std::mem::take(&mut changes)).await.expect("filled");
        }
    }
    journal.app.store.commit(changes).await.expect("filled");
}
