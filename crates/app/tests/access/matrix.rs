//! Every row of the table of permissions, put before somebody of every kind: nobody, people whose token does not hold
//! any more, people without the role or the scope, people at other people's things, and those who may.

use app::access::permission::{ROUTES, Row, Who, Whose};
use app::access::{Role, scopes_of};
use app::admin;
use app::settings::Demo;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use testkit::{Authenticator, Browser, PASSWORD, TestApp, Tokens};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const UNKNOWN: &str = "00000000-0000-7000-8000-00000000dead";
const UNAUTHENTICATED: Expected = Expected::Refusal(401, "unauthenticated");
/// Codes that a permission is refused with, on any route.
const BARRED: [&str; 5] =
    ["unauthenticated", "forbidden", "insufficient_scope", "not_owner", "reauthentication_required"];

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    /// The handler is reached, whatever it then makes of the request.
    LetIn,
    Refusal(u16, &'static str),
}

/// What somebody is, and the token that they show.
type Caller<'a> = (&'a str, Option<&'a str>);

struct Matrix {
    journal: TestApp,
    visitor: Client,
    /// Tokens that no route with a lock may take, each with what is wrong with it.
    dead: Vec<(&'static str, Option<String>)>,
    people: u32,
    cells: usize,
    deviations: Vec<String>,
}

/// ASVS 8.2.1, 8.2.2, 8.2.3, 8.3.1, 8.4.1
#[tokio::test]
#[allow(clippy::disallowed_macros, reason = "the matrix is there to be looked at, with `--nocapture`")]
async fn every_route_lets_in_whom_its_row_names_and_nobody_else() {
    let mut matrix = Matrix::begin().await;
    for row in ROUTES {
        let before = (matrix.cells, matrix.deviations.len());
        if row.who.is_signed_in() {
            matrix.locked(row).await;
        } else {
            matrix.open(row).await;
        }
        let (cells, wrong) = (matrix.cells - before.0, matrix.deviations.len() - before.1);
        println!("{:6} {:40} {cells:3} cells, {wrong} deviations  {:?}", row.method, row.path, row.who);
    }
    let covered = ROUTES.len();
    println!("{covered} of {covered} routes, {} cells, {} deviations", matrix.cells, matrix.deviations.len());
    assert!(matrix.deviations.is_empty(), "{:#?}", matrix.deviations);
    assert!(matrix.cells > 6 * covered, "{} cells", matrix.cells);
}

#[tokio::test]
async fn demo_mode_has_the_routes_that_their_rows_say_and_no_others() {
    let demo = Demo { username: "demo".to_owned(), password: crypto::Secret::new(PASSWORD.to_owned()) };
    let journal = TestApp::with(|settings| settings.demo = Some(demo)).await;
    for row in ROUTES {
        let (status, code) = ask(&journal, &visitor(), row, UNKNOWN, None).await;
        let is_there = (status, code.as_str()) != (404, "not_found") && status != 405;
        assert_eq!(is_there, row.in_demo, "{} {} answers {status} {code}", row.method, row.path);
    }
}

impl Matrix {
    async fn begin() -> Self {
        let set = SECRET.to_vec();
        let journal =
            TestApp::with(move |settings| settings.jwt_secret = Some(crypto::Secret::new(set))).await;
        let mut matrix = Self {
            journal,
            visitor: visitor(),
            dead: Vec::new(),
            people: 0,
            cells: 0,
            deviations: Vec::new(),
        };
        let expired = matrix.somebody(Role::Admin).await.access;
        matrix.journal.advance(16 * 60);
        let ended = matrix.somebody(Role::Admin).await.access;
        matrix.journal.call(Method::POST, "/api/auth/logout", &ended, None).await;
        let disabled = matrix.somebody(Role::Admin).await.access;
        let email = format!("p{}@example.com", matrix.people);
        admin::disable(&matrix.journal.app, &email).await.expect("disabled");
        let forged = sign(&ended, |claims| claims["sub"] = json!(UNKNOWN));
        matrix.dead = vec![
            ("nobody", None),
            ("nonsense", Some("nonsense".to_owned())),
            ("an expired token", Some(expired)),
            ("an ended session", Some(ended)),
            ("a disabled account", Some(disabled)),
            ("another's name", Some(forged)),
        ];
        matrix
    }

    /// Somebody new with that role, signed in a moment ago.
    async fn somebody(&mut self, role: Role) -> Tokens {
        self.people += 1;
        let email = format!("p{}@example.com", self.people);
        admin::create(&self.journal.app, &email, PASSWORD, role).await.expect("made");
        self.journal.sign_in(&email, PASSWORD).await
    }

    async fn locked(&mut self, row: &Row) {
        let role = row.who.role().unwrap_or(Role::User);
        let owner = self.somebody(role).await.access;
        let id = thing(&self.journal, row, &owner).await;
        for (who, token) in self.dead.clone() {
            self.cell(row, &id, (who, token.as_deref()), UNAUTHENTICATED).await;
        }
        if role == Role::Admin {
            let user = self.somebody(Role::User).await.access;
            self.cell(row, &id, ("a user", Some(&user)), Expected::Refusal(403, "forbidden")).await;
            let raised = sign(&user, |claims| claims["roles"] = json!(["user", "admin"]));
            let refused = Expected::Refusal(403, "forbidden");
            self.cell(row, &id, ("a user whose token says admin", Some(&raised)), refused).await;
        }
        self.scopes(row, &id, &owner).await;
        self.others(row, &id, role).await;
        if row.is_fresh {
            let stale = self.somebody(role).await.access;
            let id = thing(&self.journal, row, &stale).await;
            self.journal.advance(11 * 60);
            let refused = Expected::Refusal(403, "reauthentication_required");
            self.cell(row, &id, ("a sign-in of long ago", Some(&stale)), refused).await;
            let fresh = self.somebody(role).await.access;
            let id = thing(&self.journal, row, &fresh).await;
            self.cell(row, &id, ("the owner", Some(&fresh)), Expected::LetIn).await;
        } else {
            self.cell(row, &id, ("the owner", Some(&owner)), Expected::LetIn).await;
        }
    }

    /// The owner with a token for every scope but the one, and, where nothing else is asked for, for that one alone.
    async fn scopes(&mut self, row: &Row, id: &str, owner: &str) {
        let Some(scope) = row.who.scope() else {
            return;
        };
        let all = scopes_of(&[Role::User, Role::Admin]);
        let others: Vec<&str> = all.into_iter().filter(|word| *word != scope.as_str()).collect();
        let without = sign(owner, |claims| claims["scope"] = json!(others.join(" ")));
        let refused = Expected::Refusal(403, "insufficient_scope");
        self.cell(row, id, ("the owner without the scope", Some(&without)), refused).await;
        let alone = sign(owner, |claims| claims["scope"] = json!(scope.as_str()));
        let nowhere =
            if row.whose == Whose::Nobodys { None } else { Some(Expected::Refusal(404, "not_found")) };
        if let Some(expected) = nowhere {
            self.cell(row, UNKNOWN, ("the owner with that scope alone, at nothing", Some(&alone)), expected)
                .await;
            self.cell(row, "nonsense", ("the owner, at nonsense", Some(&alone)), expected).await;
        } else if !row.is_fresh && row.method == "GET" {
            self.cell(row, id, ("the owner with that scope alone", Some(&alone)), Expected::LetIn).await;
        }
    }

    /// Other people, at the owner's thing.
    async fn others(&mut self, row: &Row, id: &str, role: Role) {
        let expected = match row.whose {
            Whose::Nobodys | Whose::Installations => return,
            Whose::OwnOrRefused => Expected::Refusal(403, "not_owner"),
            Whose::OwnOrHidden => Expected::Refusal(404, "not_found"),
        };
        let other = self.somebody(role).await.access;
        self.cell(row, id, ("another user", Some(&other)), expected).await;
        let admin = self.somebody(Role::Admin).await.access;
        self.cell(row, id, ("an admin", Some(&admin)), expected).await;
    }

    async fn open(&mut self, row: &Row) {
        for (who, token) in self.dead.clone() {
            let is_shown = row.who == Who::Visitor && token.is_some();
            let expected = if is_shown { UNAUTHENTICATED } else { Expected::LetIn };
            self.cell(row, "", (who, token.as_deref()), expected).await;
        }
        let user = self.somebody(Role::User).await.access;
        self.cell(row, "", ("a user", Some(&user)), Expected::LetIn).await;
        if row.who == Who::Developer {
            let path = row.path;
            let request = self.journal.request(Method::GET, path).header("x-forwarded-for", "192.0.2.1");
            let answer = self.journal.send(request).await;
            self.note(
                row,
                "a visitor through a proxy",
                Expected::Refusal(404, "not_found"),
                answer.refusal(),
            );
        }
    }

    async fn cell(&mut self, row: &Row, id: &str, (who, token): Caller<'_>, expected: Expected) {
        let (status, code) = ask(&self.journal, &self.visitor, row, id, token).await;
        self.note(row, who, expected, (status, &code));
    }

    fn note(&mut self, row: &Row, who: &str, expected: Expected, (status, code): (u16, &str)) {
        self.cells += 1;
        let is_right = match expected {
            Expected::Refusal(wanted, word) => (status, code) == (wanted, word),
            Expected::LetIn => status < 500 && ![404, 405].contains(&status) && !BARRED.contains(&code),
        };
        if !is_right {
            self.deviations.push(format!("{} {} for {who}: {status} {code}", row.method, row.path));
        }
    }
}

/// Who sees a redirection as the answer that it is.
fn visitor() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

/// Asks for a route with a body that its handler can make something of. An answer that is no refusal is not read: it
/// may be a stream without an end.
async fn ask(journal: &TestApp, visitor: &Client, row: &Row, id: &str, token: Option<&str>) -> (u16, String) {
    let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
    let mut request = visitor.request(method, format!("{}{}", journal.url, row.path.replace("{id}", id)));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request = match (row.method, row.path) {
        ("DELETE", "/api/entries/{id}") => request.query(&[("expected_version", "1")]),
        ("PUT", "/api/entries/{id}") => request.json(&json!({"expected_version": 1, "title": "x"})),
        ("PATCH", "/api/auth/passkeys/{id}") => request.json(&json!({"name": "x"})),
        ("POST", "/api/entries") => request.json(&json!({"title": "x", "content": "y"})),
        ("POST" | "PUT" | "PATCH", _) => request.json(&json!({})),
        _ => request,
    };
    let response = request.send().await.expect("the server answers");
    let status = response.status().as_u16();
    if status < 400 {
        return (status, String::new());
    }
    let problem: Value = response.json().await.unwrap_or_default();
    (status, problem["code"].as_str().unwrap_or_default().to_owned())
}

/// Makes what a row's path names for its owner, and gives its id; nothing where a path names nothing.
async fn thing(journal: &TestApp, row: &Row, owner: &str) -> String {
    if row.whose == Whose::Nobodys {
        return String::new();
    }
    let made = if row.path.starts_with("/api/entries/") {
        let body = json!({"title": "a day", "content": "words"});
        let made = journal.call(Method::POST, "/api/entries", owner, Some(&body)).await;
        if row.path.ends_with("/restore") {
            let at = format!("/api/entries/{}?expected_version=1", made.text("id"));
            assert_eq!(journal.call(Method::DELETE, &at, owner, None).await.status, 204);
        }
        made.json
    } else if row.path.starts_with("/api/auth/sessions/") {
        let me = journal.call(Method::GET, "/api/auth/me", owner, None).await;
        journal.sign_in(me.text("email"), PASSWORD).await;
        let sessions = journal.call(Method::GET, "/api/auth/sessions", owner, None).await;
        let items = sessions.json["items"].as_array().cloned().unwrap_or_default();
        items.into_iter().find(|item| item["current"] == false).unwrap_or_default()
    } else if row.path.starts_with("/api/auth/passkeys/") {
        let mut browser = Browser::with(journal, owner);
        browser.add_passkey(&mut Authenticator::new(&journal.url)).await.json
    } else if row.path.starts_with("/api/admin/invites/") {
        journal.call(Method::POST, "/api/admin/invites", owner, Some(&json!({}))).await.json
    } else {
        panic!("say here how to make what {} names", row.path)
    };
    made["id"].as_str().expect("an id").to_owned()
}

/// A token like this one, as the server would have signed it.
fn sign(token: &str, change: impl FnOnce(&mut Value)) -> String {
    let decoded = jsonwebtoken::dangerous::insecure_decode::<Value>(token).expect("a JWT");
    let mut claims = decoded.claims;
    change(&mut claims);
    let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(SECRET)).expect("signed")
}
