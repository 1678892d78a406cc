use app::App;
use reqwest::Method;
use serde_json::json;
use store::{Engine, Query, Value};
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

use super::{change_email, login, move_to, redeem, reset};

const FORTNIGHT: i64 = 14 * 24 * 3_600;

#[tokio::test]
async fn a_deletion_signs_out_everywhere_and_can_be_undone_for_14_days() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let other = journal.sign_in(&ada.email, PASSWORD).await;
    let entry = json!({"title": "kept", "content": "kept"});
    journal.call(Method::POST, "/api/entries", &ada.tokens.access, Some(&entry)).await;
    let planned = journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None).await;
    assert_eq!((planned.status, planned.text("deletion_at")), (202, "2026-03-15T09:00:00Z"));
    for tokens in [&ada.tokens, &other] {
        assert!(!journal.works(&tokens.access).await);
        assert_eq!(journal.refresh(&tokens.refresh).await.status, 401);
    }
    let refused = login(&journal, &ada.email, PASSWORD).await;
    assert_eq!(refused.refusal(), (403, "account_disabled"));
    assert_eq!(refused.text("deletion_at"), "2026-03-15T09:00:00Z");
    assert_eq!(login(&journal, &ada.email, OTHER_PASSWORD).await.refusal(), (401, "invalid_credentials"));
    journal.advance(FORTNIGHT - 1);
    app::work::sweep(&journal.app).await.expect("swept");
    let token = journal.mailed(&ada.email, "/undo-deletion").await;
    assert_eq!(redeem(&journal, "undo-deletion", &token).await.status, 204);
    assert!(!journal.works(&ada.tokens.access).await, "an ended session never lives again");
    journal.advance(3_600);
    app::work::sweep(&journal.app).await.expect("swept");
    let tokens = journal.sign_in(&ada.email, PASSWORD).await;
    let entries = journal.call(Method::GET, "/api/entries", &tokens.access, None).await;
    assert_eq!(entries.json["items"][0]["title"], "kept");
    assert_eq!(redeem(&journal, "undo-deletion", &token).await.refusal(), (400, "token_invalid"));
}

#[tokio::test]
async fn after_14_days_nothing_is_left_in_any_table_and_the_names_are_free() {
    let journal = TestApp::with(|settings| settings.limits.mails = 0).await;
    let bob = journal.person("bob@example.com").await;
    let ada = lived(&journal).await;
    let words = [ada.as_str(), "ada@example.com", "ada@example.org", "countess"];
    for word in words {
        assert!(!rows_with(&journal.app, word).await.is_empty(), "{word}: looking means something");
    }
    journal.advance(FORTNIGHT);
    app::audit::link(&journal.app).await.expect("linked");
    app::work::sweep(&journal.app).await.expect("swept");
    app::audit::link(&journal.app).await.expect("linked");
    app::work::sweep(&journal.app).await.expect("swept");
    for word in words {
        let mut rows = rows_with(&journal.app, word).await;
        // An event keeps its place and its digests, without what it said; and that it may be without.
        rows.retain(|row| !row.starts_with("audit_events: ") && !row.starts_with("audit_erasures: "));
        assert_eq!(rows, Vec::<String>::new(), "{word}");
    }
    let gone = app::id::AccountId(ada.parse().expect("an id"));
    assert_eq!(app::audit::of_account(&journal.app, gone, 1_000).await.expect("events").len(), 0);
    assert!(journal.app.account_keys.is_empty(), "no key is kept in memory either");
    journal.sign_in(&bob.email, PASSWORD).await;
    journal.person("ada@example.com").await;
}

/// ASVS 10.3.3
#[tokio::test]
async fn whoever_gets_an_address_after_somebody_else_is_somebody_else() {
    let journal = TestApp::with(|settings| settings.limits.mails = 0).await;
    let ada = journal.person("ada@example.com").await;
    let before = json!({"title": "hers", "content": "hers"});
    journal.call(Method::POST, "/api/entries", &ada.tokens.access, Some(&before)).await;
    journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None).await;
    journal.advance(FORTNIGHT);
    app::work::sweep(&journal.app).await.expect("swept");
    let next = journal.person("ada@example.com").await;
    assert_ne!(next.id, ada.id, "an id is never given twice");
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.status, 401);
    let entries = journal.call(Method::GET, "/api/entries", &next.tokens.access, None).await;
    assert_eq!(entries.json["items"], json!([]));
    let activity = journal.call(Method::GET, "/api/auth/activity", &next.tokens.access, None).await;
    assert!(!activity.json.to_string().contains("deletion_planned"));
}

#[tokio::test]
async fn an_invitation_outlives_the_admin_who_made_it_and_no_longer_names_them() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    app::admin::set_role(&journal.app, "ada@example.com", app::access::Role::Admin).await.expect("an admin");
    // The last admin stays, so there is another one.
    let another =
        app::admin::create(&journal.app, "root@example.com", PASSWORD, app::access::Role::Admin).await;
    another.expect("made");
    let ada = journal.sign_in("ada@example.com", PASSWORD).await;
    let made = journal.call(Method::POST, "/api/admin/invites", &ada.access, Some(&json!({}))).await;
    assert_eq!(made.status, 201, "{made:?}");
    let named = || {
        Query::new("select id from invites where created_by is not null", [], |row| {
            row.get::<uuid::Uuid>("id")
        })
    };
    assert_eq!(journal.app.store.all(named()).await.expect("rows").len(), 1);
    assert_eq!(journal.call(Method::DELETE, "/api/auth/me", &ada.access, None).await.status, 202);
    journal.advance(FORTNIGHT);
    app::work::sweep(&journal.app).await.expect("swept");
    assert_eq!(journal.app.store.all(named()).await.expect("rows").len(), 0);
}

#[tokio::test]
async fn the_key_of_an_erased_account_is_not_left_in_the_file() {
    let mut journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    if journal.is_postgres() {
        return;
    }
    let keys =
        Query::new("select wrapped_key from accounts", Vec::<Value>::new(), |row| row.get("wrapped_key"));
    let key: Vec<u8> = journal.app.store.get(keys).await.expect("read").expect("one account");
    let file = journal.folder().join("journal.db");
    let holds = |bytes: &[u8]| bytes.windows(key.len()).any(|window| window == key);
    journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None).await;
    journal = journal.restart().await;
    assert!(holds(&std::fs::read(&file).expect("the file")), "looking means something");
    journal.advance(FORTNIGHT);
    app::work::sweep(&journal.app).await.expect("swept");
    journal.stop().await;
    assert!(!holds(&std::fs::read(&file).expect("the file")));
}

#[tokio::test]
async fn two_nodes_that_sweep_at_once_erase_once_and_spare_who_was_kept() {
    let journal = TestApp::start().await;
    let (ada, bob) = (journal.person("ada@example.com").await, journal.person("bob@example.com").await);
    let node = journal.another_node().await;
    for person in [&ada, &bob] {
        let planned = journal.call(Method::DELETE, "/api/auth/me", &person.tokens.access, None).await;
        assert_eq!(planned.status, 202);
    }
    let token = journal.mailed(&bob.email, "/undo-deletion").await;
    assert_eq!(redeem(&journal, "undo-deletion", &token).await.status, 204);
    journal.advance(FORTNIGHT);
    let (one, two) = tokio::join!(app::work::sweep(&journal.app), app::work::sweep(&node.app));
    one.and(two).expect("swept");
    assert_eq!(login(&journal, &ada.email, PASSWORD).await.status, 401);
    journal.sign_in(&bob.email, PASSWORD).await;
}

#[tokio::test]
async fn parallel_deletions_plan_one() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mails = journal.mails_to(&ada.email).await.len();
    let delete = || journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None);
    let answers = futures_util::future::join_all((0..10).map(|_| delete())).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 202).count(), 1);
    assert!(
        answers.iter().all(|answer| answer.status == 202 || answer.refusal() == (401, "unauthenticated"))
    );
    assert_eq!(journal.mails_to(&ada.email).await.len(), mails + 1);
}

/// Somebody who has used everything that leaves something behind, and then asked to be deleted; tells the id.
async fn lived(journal: &TestApp) -> String {
    let ada = journal.person("ada@example.com").await;
    let forgot = json!({"email": ada.email});
    let forgot = journal.post("/api/auth/forgot-password", &forgot).await;
    reset(journal, forgot.text("dev_reset_token"), OTHER_PASSWORD).await;
    let tokens = journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    let name = json!({"username": "countess"});
    journal.call(Method::PATCH, "/api/auth/me", &tokens.access, Some(&name)).await;
    let entry = json!({"title": "gone", "content": "gone", "tags": ["gone"]});
    let request = journal.request(Method::POST, "/api/entries").bearer_auth(&tokens.access).json(&entry);
    let saved = journal.send(request.header("idempotency-key", "once")).await;
    assert_eq!(saved.status, 201, "{saved:?}");
    move_to(journal, &tokens.access, "ada@example.org").await;
    change_email(journal, &tokens.access, "ada@example.net").await;
    let planned = journal.call(Method::DELETE, "/api/auth/me", &tokens.access, None).await;
    assert_eq!(planned.status, 202, "{planned:?}");
    ada.id
}

/// The rows of all tables that hold a text or an id, in whatever form the database keeps it.
async fn rows_with(app: &App, word: &str) -> Vec<String> {
    let hexadecimal = format!("{:02x?}", word.as_bytes()).replace(['[', ']', ',', ' '], "");
    let forms = [word.to_owned(), word.replace('-', ""), hexadecimal];
    let mut found = Vec::new();
    for (table, columns) in tables(app).await {
        let lines = app.store.all(lines(app.store.engine(), &table, &columns)).await.expect("rows");
        let lines = lines.into_iter().map(|line| line.to_lowercase());
        found.extend(
            lines
                .filter(|line| forms.iter().any(|form| line.contains(form.as_str())))
                .map(|line| format!("{table}: {line}")),
        );
    }
    found
}

/// Every table of the schema with its columns.
async fn tables(app: &App) -> Vec<(String, Vec<String>)> {
    let sql = match app.store.engine() {
        Engine::Sqlite => {
            "select m.name as at, c.name as name from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table' order by m.name"
        }
        Engine::Postgres => {
            "select cast(table_name as text) as at, cast(column_name as text) as name
             from information_schema.columns where table_schema = current_schema() order by table_name"
        }
    };
    let read = Query::new(sql, Vec::<Value>::new(), |row| Ok((row.get::<String>("at")?, row.get("name")?)));
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for (table, column) in app.store.all(read).await.expect("the schema") {
        match tables.last_mut().filter(|(last, _)| *last == table) {
            Some((_, columns)) => columns.push(column),
            None => tables.push((table, vec![column])),
        }
    }
    assert!(tables.len() > 10, "{tables:?}");
    tables
}

/// The rows of a table, each as one line of text.
fn lines(engine: Engine, table: &str, columns: &[String]) -> Query<String> {
    let text = |column: &String| match engine {
        Engine::Sqlite => format!("coalesce(quote(\"{column}\"), '')"),
        Engine::Postgres => format!("coalesce(cast(\"{column}\" as text), '')"),
    };
    let columns: Vec<String> = columns.iter().map(text).collect();
    let sql = format!("select {} as line from \"{table}\"", columns.join(" || ' ' || "));
    Query::new(Box::leak(sql.into_boxed_str()), Vec::<Value>::new(), |row| row.get("line"))
}
