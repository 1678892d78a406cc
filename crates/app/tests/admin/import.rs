use app::account::store as accounts;
use app::admin::{self, Brought, Error, Import, Newcomer};
use reqwest::Method;
use serde_json::json;
use testkit::{COST, PASSWORD, TestApp};

/// Hashes of one password, each made by the program that the scheme is known from.
const MADE_ELSEWHERE: [&str; 8] = [
    "$2b$10$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nju",
    "bcrypt_sha256$$2b$06$LquNnUEQr1YVXqLx4.Tz1ukVRxFsXeP3GEGeegZZDeSUEM8V2XwnS",
    "pbkdf2_sha256$260000$5BmWZ2vQyYcL$H/f6tUpPq8PAPWUnFqRj1LZlU3PDsNBwvzWnJFWh4tg=",
    "$scrypt$ln=14,r=8,p=1$c29tZXNhbHRzb21lc2FsdA$BD/FvAJFiN2EomPV8M361hiSJrt9Ujk+tdGUnheVW+Y",
    "$6$saltstring$SuemBJUJeD9nQyGC.XwdRJ/Jmh2vlIIlEfv4B3yqBTo8GogxpvgrbKpQx0PvteaYpmfLcAlbU9eY.Aduhh7aU/",
    "$argon2i$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$wRXdqQ9hWEeyEO4AvcKLv+AJYv8/XSHRwGR3jpFS5P4",
    "$argon2d$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$evJUfoyNPLL4eo983mItgXQr8KDZe+DlkGnQssDDCgY",
    "argon2$argon2id$v=19$m=102400,t=2,p=8$YzI5dFpYTmhiSFF4TWpN$zLWUSNwNpLlwFkJ++nazW5QVZy8//TQQi5KJ/5T4GPY",
];

fn newcomer(email: &str, hash: &str) -> Newcomer {
    Newcomer { email: email.to_owned(), password_hash: Some(hash.to_owned()), ..Newcomer::default() }
}

async fn stored(journal: &TestApp, email: &str) -> Option<String> {
    let found = journal.app.store.get(accounts::by_email(email)).await.expect("asked");
    found.and_then(|found| found.password_hash)
}

/// ASVS 11.4.2
#[tokio::test]
async fn a_hash_of_every_kind_signs_in_and_is_ours_from_then_on() {
    let journal = TestApp::start().await;
    let mut import = Import::new(&journal.app, false);
    let ours = format!("$argon2id$v=19$m={},t={},p={}$", COST.memory_kib, COST.passes, COST.lanes);
    for (line, hash) in (1..).zip(MADE_ELSEWHERE) {
        let email = format!("p{line}@example.com");
        assert_eq!(import.bring(line, &newcomer(&email, hash)).await.expect("brought"), Brought::Made);
        let wrong = json!({"email": email, "password": "canary-velvet-otter-93-lanterm"});
        let refused = journal.post("/api/auth/login", &wrong).await;
        assert_eq!(refused.refusal(), (401, "invalid_credentials"), "{hash}");
        assert!(!stored(&journal, &email).await.is_some_and(|hash| hash.starts_with(&ours)));
        journal.sign_in(&email, PASSWORD).await;
        let now = stored(&journal, &email).await.expect("a hash");
        assert!(now.starts_with(&ours), "{now}");
        journal.sign_in(&email, PASSWORD).await;
    }
}

#[tokio::test]
async fn what_an_account_was_elsewhere_it_is_here() {
    let journal = TestApp::start().await;
    let mut import = Import::new(&journal.app, false);
    let ada = Newcomer {
        username: Some("Countess".to_owned()),
        display_name: Some("Ada".to_owned()),
        roles: vec!["admin".to_owned()],
        created_at: "2019-12-10T08:00:00Z".parse().ok(),
        ..newcomer("Ada@Example.com", MADE_ELSEWHERE[0])
    };
    import.bring(1, &ada).await.expect("brought");
    let tokens = journal.sign_in_as("countess", PASSWORD).await;
    let me = journal.call(Method::GET, "/api/auth/me", &tokens.access, None).await;
    assert_eq!((me.text("email"), me.text("username")), ("Ada@Example.com", "Countess"));
    assert_eq!((me.text("display_name"), me.text("created_at")), ("Ada", "2019-12-10T08:00:00Z"));
    assert_eq!((&me.json["roles"], &me.json["is_verified"]), (&json!(["user", "admin"]), &json!(true)));
    let bob = Newcomer { is_verified: Some(false), ..newcomer("bob@example.com", MADE_ELSEWHERE[0]) };
    import.bring(2, &bob).await.expect("brought");
    let refused =
        journal.post("/api/auth/login", &json!({"email": "bob@example.com", "password": PASSWORD})).await;
    assert_eq!(refused.refusal(), (403, "email_not_verified"));
    let bob = admin::show(&journal.app, "bob@example.com").await.expect("shown").id;
    let events = app::audit::of_account(&journal.app, bob, 10).await.expect("events");
    assert_eq!(events[0].kind, "account_imported");
}

#[tokio::test]
async fn a_file_may_be_given_twice_and_a_dry_run_makes_nothing() {
    let journal = TestApp::start().await;
    let ada = newcomer("ada@example.com", MADE_ELSEWHERE[0]);
    assert_eq!(Import::new(&journal.app, true).bring(1, &ada).await.expect("told"), Brought::Made);
    assert!(stored(&journal, "ada@example.com").await.is_none());
    assert_eq!(Import::new(&journal.app, false).bring(1, &ada).await.expect("brought"), Brought::Made);
    journal.sign_in("ada@example.com", PASSWORD).await;
    let ours = stored(&journal, "ada@example.com").await;
    for is_dry in [true, false] {
        assert_eq!(Import::new(&journal.app, is_dry).bring(1, &ada).await.expect("told"), Brought::Exists);
    }
    assert_eq!(stored(&journal, "ada@example.com").await, ours, "the account stays as it is");
}

#[tokio::test]
async fn a_line_that_cannot_be_an_account_is_refused_with_its_reason() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let pending = json!({"email": "eve@example.com", "password": PASSWORD, "username": "waiting"});
    assert_eq!(journal.post("/api/auth/register", &pending).await.status, 202);
    let mut import = Import::new(&journal.app, false);
    let named = |name: &str, email: &str| Newcomer {
        username: Some(name.to_owned()),
        ..newcomer(email, MADE_ELSEWHERE[0])
    };
    import.bring(1, &named("countess", "bob@example.com")).await.expect("brought");
    for (line, wrong, says) in [
        (2, newcomer("nonsense", MADE_ELSEWHERE[0]), "address"),
        (3, newcomer("c@example.com", "$1$salt$hash"), "cannot be verified here"),
        (
            4,
            newcomer("c@example.com", "$2b$15$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nju"),
            "dearer",
        ),
        (5, named("a b", "c@example.com"), "username"),
        (6, named("COUNTESS", "c@example.com"), "line 1 has the same username"),
        (7, newcomer("BOB@example.com", MADE_ELSEWHERE[0]), "line 1 has the same address"),
        (8, named("waiting", "d@example.com"), "another account's"),
        (
            9,
            Newcomer { roles: vec!["owner".to_owned()], ..newcomer("e@example.com", MADE_ELSEWHERE[0]) },
            "roles",
        ),
        (
            10,
            Newcomer {
                created_at: "2030-01-01T00:00:00Z".parse().ok(),
                ..newcomer("f@example.com", MADE_ELSEWHERE[0])
            },
            "future",
        ),
    ] {
        match import.bring(line, &wrong).await {
            Err(Error::Invalid(reason)) => assert!(reason.contains(says), "{line}: {reason}"),
            other => panic!("{line}: {other:?}"),
        }
    }
    assert_eq!(admin::list(&journal.app).await.expect("listed").len(), 2);
}
