//! No admin route, however it is asked, shows a word of what somebody wrote. The routes are those of the table, so that
//! a new one is asked as well.

use app::access::permission::{ROUTES, Row};
use reqwest::Method;
use serde_json::json;
use testkit::TestApp;

use super::people::with_admin;

const TITLE: &str = "canary-title-7c1f";
const WORDS: &str = "canary-words-7c1f";
const TAG: &str = "canary-tag-7c1f";
const OWN_TAG: &str = "canary7c1f";

/// What every parameter of every route is asked with, one at a time and all together.
fn values(name: &str, person: &str, entry: &str) -> Vec<String> {
    let own = |list: &[&str]| list.iter().map(|value| (*value).to_owned()).collect();
    match name {
        "limit" => own(&["1", "100"]),
        "cursor" => Vec::new(),
        "account" => own(&[person, "none", entry]),
        "session" => own(&[person, entry]),
        "from" => own(&["2020-01-01T00:00:00Z"]),
        "to" => own(&["2030-01-01T00:00:00Z"]),
        "state" => own(&["active", "disabled", "waiting", "given_up"]),
        "role" => own(&["user", "admin"]),
        _ => own(&[TITLE, WORDS, TAG, "canary", entry, person, "ada", "signed_in"]),
    }
}

/// The names of a route's parameters, from the document that the program publishes.
fn parameters(row: &Row) -> Vec<String> {
    let document = serde_json::to_value(app::openapi()).expect("plain data");
    let listed = document["paths"][row.path][row.method.to_lowercase()]["parameters"].clone();
    let listed = listed.as_array().cloned().unwrap_or_default();
    let queried = listed.iter().filter(|parameter| parameter["in"] == "query");
    queried.map(|parameter| parameter["name"].as_str().expect("a name").to_owned()).collect()
}

async fn is_silent(
    journal: &TestApp,
    root: &str,
    row: &Row,
    path: &str,
    query: &[(String, String)],
) -> usize {
    let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
    let request = journal.request(method, path).bearer_auth(root).query(query);
    let answer = journal.send(request).await;
    let said = String::from_utf8_lossy(&answer.bytes).to_lowercase();
    assert!(answer.status < 500, "{} {path} {query:?}: {said}", row.method);
    // A refusal may repeat nothing of what was asked, so all of it counts.
    for word in [TITLE, WORDS, TAG, OWN_TAG] {
        assert!(!said.contains(word), "{} {path} {query:?} tells {word}", row.method);
    }
    usize::from(answer.status == 200)
}

/// ASVS 8.2.2, 14.2.6
#[tokio::test]
async fn no_admin_route_shows_what_somebody_wrote() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"title": TITLE, "content": WORDS, "tags": [TAG, OWN_TAG]});
    let entry = journal.call(Method::POST, "/api/entries", &ada.tokens.access, Some(&body)).await;
    assert_eq!(entry.status, 201, "{entry:?}");
    let entry = entry.text("id").to_owned();
    let shown = journal.call(Method::GET, &format!("/api/entries/{entry}"), &ada.tokens.access, None).await;
    assert!(String::from_utf8_lossy(&shown.bytes).contains(WORDS), "its owner reads it");
    let refused = journal.call(Method::GET, &format!("/api/entries/{entry}"), &root, None).await;
    assert_eq!(refused.refusal(), (403, "not_owner"));

    let (mut asked, mut answered) = (0, 0);
    let routes = ROUTES.iter().filter(|row| row.path.starts_with("/api/admin/") && row.method == "GET");
    for row in routes {
        let names = parameters(row);
        let mut queries: Vec<Vec<(String, String)>> = vec![Vec::new()];
        for name in &names {
            queries
                .extend(values(name, &ada.id, &entry).into_iter().map(|value| vec![(name.clone(), value)]));
        }
        let all = names.iter().filter_map(|name| {
            values(name, &ada.id, &entry).into_iter().next().map(|value| (name.clone(), value))
        });
        queries.push(all.collect());
        let ids: &[&str] = if row.path.contains("{id}") { &[&ada.id, &entry] } else { &[""] };
        for id in ids {
            for query in &queries {
                asked += 1;
                answered += is_silent(&journal, &root, row, &row.path.replace("{id}", id), query).await;
            }
        }
    }
    assert!(asked > 20 && answered > 10, "{answered} of {asked} questions were answered");
}
