//! What the rows of a database tell about the installation.

use crypto::Random;
use jiff::Timestamp;
use store::{Change, Store};

use super::{Home, examine, says, state, used};

async fn change(store: &Store, change: Change) {
    store.commit([change]).await.unwrap();
    store.close().await;
}

/// An id that is nobody's.
fn nobody() -> uuid::Uuid {
    Random::system().uuid_v7(Timestamp::UNIX_EPOCH)
}

#[tokio::test]
async fn a_database_that_a_newer_program_wrote_is_an_error() {
    let home = used();
    let newer =
        "insert into schema_migrations (number, name, applied_at, digest) values (9000, 'later', $1, $2)";
    let params = [Timestamp::UNIX_EPOCH.into(), [0_u8; 32].into()];
    change(&home.store().await, Change::new(newer, params)).await;
    let (ok, findings) = examine(&home, &[]);
    assert!(!ok);
    assert_eq!(state(&findings, "migrations"), ["error"]);
    assert!(says(&findings, "migrations").contains("newer than this program"), "{findings:#}");
}

#[tokio::test]
async fn a_database_that_waits_for_migrations_is_a_warning_and_stays_as_it_is() {
    let home = Home::on_sqlite();
    std::fs::create_dir(home.path().join("data")).unwrap();
    home.store().await.close().await;
    for _ in 0..2 {
        let (ok, findings) = examine(&home, &[]);
        assert!(ok, "{findings:#}");
        assert_eq!(state(&findings, "migrations"), ["warning"]);
        assert_eq!(state(&findings, "keys"), [""; 0]);
    }
}

#[tokio::test]
async fn a_row_that_leads_to_nobody_is_found_in_each_directory() {
    let (now, lapses): (store::Value, store::Value) =
        (Timestamp::UNIX_EPOCH.into(), "2999-01-01T00:00:00Z".parse::<Timestamp>().unwrap().into());
    let cases = [
        Change::new(
            "insert into account_emails (folded, account_id) values ('lost@example.org', $1)",
            [nobody().into()],
        ),
        Change::new(
            "insert into account_usernames (folded, account_id) values ('lost', $1)",
            [nobody().into()],
        ),
        Change::new(
            "insert into passkey_credentials (credential_id, account_id, passkey_id) values ($1, $2, $2)",
            [[1_u8; 32].into(), nobody().into()],
        ),
        Change::new(
            "insert into passkeys (account_id, id, credential_id, credential, rp_id, aaguid, name, is_synced,
                                   sign_count, created_at)
             values ($1, $1, $2, '{}', 'localhost', $1, 'phone', $4, 0, $3)",
            [nobody().into(), [1_u8; 32].into(), now.clone(), true.into()],
        ),
        Change::new(
            "insert into one_time_tokens (digest, purpose, account_id, created_at, expires_at)
             values ($1, 'verify', $2, $3, $4)",
            [[1_u8; 32].into(), nobody().into(), now, lapses],
        ),
    ];
    for case in cases {
        let home = used();
        change(&home.store().await, case).await;
        let (ok, findings) = examine(&home, &[]);
        assert!(ok, "a stray row is a warning: {findings:#}");
        assert_eq!(state(&findings, "directories"), ["warning"], "{findings:#}");
    }
    let home = used();
    home.create("ada@example.org", "admin");
    change(&home.store().await, Change::new("delete from account_emails", [])).await;
    let (_, findings) = examine(&home, &[]);
    assert!(says(&findings, "directories").contains("no address leads to"), "{findings:#}");
}

#[tokio::test]
async fn passkeys_that_were_made_for_another_name_are_an_error() {
    let home = used();
    let stray =
        "insert into passkeys (account_id, id, credential_id, credential, rp_id, aaguid, name, is_synced,
                                       sign_count, created_at)
                 select id, id, $1, '{}', 'old.example', id, 'phone', $2, 0, $3 from accounts";
    home.create("ada@example.org", "admin");
    let params = [[1_u8; 32].into(), true.into(), Timestamp::UNIX_EPOCH.into()];
    change(&home.store().await, Change::new(stray, params)).await;
    let (ok, findings) = examine(&home, &[]);
    assert!(!ok);
    assert_eq!(state(&findings, "passkeys"), ["error"], "{findings:#}");
    assert!(says(&findings, "passkeys").contains("old.example"), "{findings:#}");
}

#[tokio::test]
async fn mail_that_does_not_leave_is_a_warning() {
    let home = used();
    let stuck = "insert into outbox (account_id, id, sealed, created_at, attempts, next_attempt_at)
                 values ($1, $2, $3, $4, 7, $4)";
    let params = [nobody().into(), nobody().into(), vec![0_u8; 8].into(), Timestamp::UNIX_EPOCH.into()];
    change(&home.store().await, Change::new(stuck, params)).await;
    let (ok, findings) = examine(&home, &[]);
    assert!(ok, "{findings:#}");
    assert_eq!(state(&findings, "outbox"), ["warning"]);
    assert!(says(&findings, "outbox").contains("1 mails wait"), "{findings:#}");
}

#[tokio::test]
async fn a_time_zone_that_this_program_does_not_know_is_a_warning() {
    let home = used();
    home.create("ada@example.org", "admin");
    change(&home.store().await, Change::new("update accounts set time_zone = 'Mars/Olympus_Mons'", [])).await;
    let (_, findings) = examine(&home, &[]);
    assert_eq!(state(&findings, "time zones"), ["warning"]);
    assert!(says(&findings, "time zones").contains("Mars/Olympus_Mons"), "{findings:#}");
}

#[test]
fn a_house_without_an_administrator_is_a_warning() {
    let home = used();
    assert_eq!(state(&examine(&home, &[]).1, "administrator"), ["warning"]);
    home.create("ada@example.org", "admin");
    assert_eq!(state(&examine(&home, &[]).1, "administrator"), ["ok"]);
}

#[tokio::test]
async fn an_account_whose_key_does_not_open_is_an_error() {
    let home = used();
    home.create("ada@example.org", "admin");
    assert_eq!(state(&examine(&home, &[]).1, "keys"), ["ok"]);
    change(&home.store().await, Change::new("update accounts set wrapped_key = $1", [vec![1_u8; 73].into()]))
        .await;
    let (ok, findings) = examine(&home, &[]);
    assert!(!ok);
    assert!(says(&findings, "keys").contains("the keys of 1 accounts"), "{findings:#}");
}
