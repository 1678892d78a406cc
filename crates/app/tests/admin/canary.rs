//! No admin, however they ask, is shown a word of what somebody wrote. The routes are all of the table, inside and
//! outside of `/api/admin`, so that a new one is asked as well; who asks is an admin of every kind.

use std::collections::BTreeMap;
use std::time::Duration;

use app::access::permission::{ROUTES, Row};
use app::access::{Role, Scope};
use app::admin;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp};

const TITLE: &str = "canary-title-7c1f";
const WORDS: &str = "canary-words-7c1f";
const TAG: &str = "canary-tag-7c1f";
const OWN_TAG: &str = "canary7c1f";
/// The pages of a list that are gone through.
const PAGES: usize = 3;

/// What there is to ask for.
struct Known {
    document: Value,
    person: String,
    entry: String,
    token: String,
    passkey: String,
}

/// An admin of a kind: with which roles, and whether by an access token for scripts.
#[derive(Clone, Copy)]
struct Kind(&'static [&'static str], bool);

const KINDS: [Kind; 5] = [
    Kind(&["user", "admin"], false),
    Kind(&["looker"], false),
    Kind(&["keeper"], false),
    Kind(&["everything"], false),
    Kind(&["user", "admin"], true),
];

impl Known {
    /// Somebody who writes, and whose words are the canaries.
    async fn begin(journal: &TestApp) -> Self {
        let ada = journal.person("ada@example.com").await;
        let post = async |path, body| journal.call(Method::POST, path, &ada.tokens.access, Some(&body)).await;
        let body = json!({"title": TITLE, "content": WORDS, "tags": [TAG, OWN_TAG]});
        let entry = post("/api/entries", body).await.text("id").to_owned();
        let token = post("/api/auth/tokens", json!({"name": "backup", "scopes": ["entries:read"]})).await;
        let mut browser = testkit::Browser::with(journal, &ada.tokens.access);
        let passkey = browser.add_passkey(&mut testkit::Authenticator::new(&journal.url)).await;
        let at = format!("/api/entries/{entry}");
        let shown = journal.call(Method::GET, &at, &ada.tokens.access, None).await;
        assert!(String::from_utf8_lossy(&shown.bytes).contains(WORDS), "its owner reads it");
        Self {
            document: serde_json::to_value(app::openapi()).expect("plain data"),
            person: ada.id,
            entry,
            token: token.text("id").to_owned(),
            passkey: passkey.text("id").to_owned(),
        }
    }

    /// What a parameter is asked with.
    fn values(&self, name: &str) -> Vec<String> {
        let own = |list: &[&str]| list.iter().map(|value| (*value).to_owned()).collect();
        match name {
            "limit" => own(&["1", "100"]),
            "cursor" => Vec::new(),
            "account" => own(&[&self.person, "none", &self.entry]),
            "session" => own(&[&self.person, &self.entry]),
            "from" => own(&["2020-01-01T00:00:00Z"]),
            "to" => own(&["2030-01-01T00:00:00Z"]),
            "state" => own(&["active", "disabled"]),
            "role" => own(&["user", "admin"]),
            _ => own(&[TITLE, WORDS, TAG, OWN_TAG, &self.entry, &self.person, "ada", "signed_in"]),
        }
    }

    /// The queries of a route: nothing, each value alone, and each together with every value of every other parameter.
    fn queries(&self, row: &Row) -> Vec<Vec<(String, String)>> {
        let listed = self.operation(row)["parameters"].as_array().cloned().unwrap_or_default();
        let names = listed.iter().filter(|parameter| parameter["in"] == "query");
        let names = names.filter_map(|parameter| parameter["name"].as_str());
        let all: Vec<(String, String)> =
            names.flat_map(|name| self.values(name).into_iter().map(|v| (name.to_owned(), v))).collect();
        let mut queries = vec![Vec::new()];
        queries.extend(all.iter().map(|one| vec![one.clone()]));
        for (at, one) in all.iter().enumerate() {
            let others = all[at + 1..].iter().filter(|other| other.0 != one.0);
            queries.extend(others.map(|other| vec![one.clone(), other.clone()]));
        }
        queries
    }

    /// The paths of a route: with everything that it could name.
    fn paths(&self, row: &Row) -> Vec<String> {
        let named: &[&str] = match () {
            () if row.path.contains("{id}") => &[&self.person, &self.entry],
            () if row.path.contains("{name}") => &["user", OWN_TAG],
            () => &[""],
        };
        let path = row.path.replace("{passkey}", &self.passkey).replace("{token}", &self.token);
        named.iter().map(|name| path.replace("{id}", name).replace("{name}", name)).collect()
    }

    /// The bodies of a route: none, an empty one, and one that says something for each member.
    fn bodies(&self, row: &Row) -> Vec<Option<Value>> {
        let schema = &self.operation(row)["requestBody"]["content"]["application/json"]["schema"];
        let reference = schema["$ref"].as_str().or_else(|| schema["oneOf"][1]["$ref"].as_str());
        let Some(name) = reference.and_then(|reference| reference.rsplit('/').next()) else {
            return vec![None];
        };
        let members = self.document["components"]["schemas"][name]["properties"].as_object().cloned();
        let filled: BTreeMap<String, Value> = members
            .unwrap_or_default()
            .into_iter()
            .map(|(member, schema)| (member.clone(), self.member(&member, &schema)))
            .collect();
        vec![None, Some(json!({})), Some(json!(filled))]
    }

    /// What is sent may be told back, so it is never a canary.
    fn member(&self, name: &str, schema: &Value) -> Value {
        match name {
            "reason" | "title" | "content" | "note" => json!("something else"),
            "name" => json!("nightly"),
            "email" | "new_email" => json!("ada@example.com"),
            "password" | "current_password" => json!(PASSWORD),
            "scopes" => json!(["entries:read"]),
            "roles" => json!(["user"]),
            _ if schema["format"] == "date-time" => json!("2026-06-01T00:00:00Z"),
            _ if schema["type"] == "boolean" || schema["type"][0] == "boolean" => json!(true),
            _ if schema["type"] == "integer" || schema["type"][0] == "integer" => json!(1),
            _ => json!(self.entry),
        }
    }

    fn operation(&self, row: &Row) -> &Value {
        &self.document["paths"][row.path][row.method.to_lowercase()]
    }
}

/// Who asks, made anew whenever an answer has cost them what they showed.
struct Asker<'a> {
    journal: &'a TestApp,
    kind: Kind,
    shown: String,
    people: usize,
    answered: usize,
    asked: usize,
}

impl Asker<'_> {
    async fn renew(&mut self) {
        self.people += 1;
        let Kind(roles, is_script) = self.kind;
        let email = format!("root-{}-{}-{is_script}@example.net", roles.join("-"), self.people);
        admin::create(&self.journal.app, &email, PASSWORD, Role::Admin).await.expect("made");
        let access = self.journal.sign_in(&email, PASSWORD).await.access;
        self.shown = if is_script {
            let all: Vec<&str> = Scope::all().map(Scope::as_str).collect();
            let body = json!({"name": "script", "scopes": all});
            let made = self.journal.call(Method::POST, "/api/auth/tokens", &access, Some(&body)).await;
            made.text("token").to_owned()
        } else {
            access
        };
        admin::set_roles(&self.journal.app, &email, roles).await.expect("given");
        if !is_script {
            self.shown = self.journal.sign_in(&email, PASSWORD).await.access;
        }
    }

    /// Asks, and gives where the next page begins.
    async fn ask(
        &mut self,
        row: &Row,
        path: &str,
        query: &[(String, String)],
        body: Option<&Value>,
    ) -> Option<String> {
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        let mut request = self.journal.request(method, path).bearer_auth(&self.shown).query(query);
        if let Some(body) = body {
            request = request.json(body);
        }
        let mut response = request.send().await.expect("the server answers");
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        // One of them is a stream without an end.
        while let Ok(Ok(Some(more))) = tokio::time::timeout(Duration::from_secs(1), response.chunk()).await {
            bytes.extend_from_slice(&more);
        }
        let said = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(status < 500 || status == 503, "{} {path} {query:?}: {status} {said}", row.method);
        is_silent(&said, &format!("{} {path} {query:?}", row.method));
        self.asked += 1;
        self.answered += usize::from(status < 300);
        // What acts may end what its asker shows; what cannot be asked is no answer.
        if status == 401 || row.method != "GET" && !self.journal.works(&self.shown).await {
            self.renew().await;
        }
        let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        answer["next_cursor"].as_str().map(str::to_owned)
    }

    async fn all_of(&mut self, known: &Known, row: &Row) {
        for path in known.paths(row) {
            for body in known.bodies(row) {
                for query in known.queries(row) {
                    let mut next = self.ask(row, &path, &query, body.as_ref()).await;
                    for _ in 1..PAGES {
                        let Some(cursor) = next else { break };
                        let mut query = query.clone();
                        query.push(("cursor".to_owned(), cursor));
                        next = self.ask(row, &path, &query, body.as_ref()).await;
                    }
                }
            }
        }
    }
}

fn is_silent(said: &str, whence: &str) {
    for word in [TITLE, WORDS, TAG, OWN_TAG] {
        assert!(!said.contains(word), "{whence} tells {word}");
    }
}

/// ASVS 8.2.2, 14.2.6
#[tokio::test]
async fn no_admin_is_shown_what_somebody_wrote() {
    let journal = TestApp::with(|settings| settings.limits.registrations = 0).await;
    let known = Known::begin(&journal).await;
    let all: Vec<String> = Scope::all().map(|scope| scope.as_str().to_owned()).collect();
    let admins = ["profile:read", "admin:read", "admin:write"].map(str::to_owned);
    for (name, scopes) in [("looker", &admins[..2]), ("keeper", &admins[..]), ("everything", &all[..])] {
        admin::create_role(&journal.app, name, scopes).await.expect("a role");
    }
    for kind in KINDS {
        let mut asker =
            Asker { journal: &journal, kind, shown: String::new(), people: 0, answered: 0, asked: 0 };
        asker.renew().await;
        for row in ROUTES {
            asker.all_of(&known, row).await;
        }
        let Asker { answered, asked: all, .. } = asker;
        assert!(all > 10 * ROUTES.len() && answered > all / 4, "{:?}: {answered} of {all}", kind.0);
    }
    let mails = journal.get("/api/dev/mailbox").await;
    let mails = String::from_utf8_lossy(&mails.bytes).to_lowercase();
    assert!(mails.contains("something else"), "what was done was mailed");
    is_silent(&mails, "a mail");
}
