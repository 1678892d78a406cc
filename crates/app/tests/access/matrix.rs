//! Every row of the table of permissions, put before somebody of every kind: nobody, people whose credential does not
//! hold any more, people of every role, each scope alone, people at other people's things; each by a session and by an
//! access token for scripts. What must come of it is worked out here from the row alone.

use app::access::permission::{Asks, ROUTES, Row, Who, Whose};
use app::access::{Role, Scope, Scopes};
use app::settings::Demo;
use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

use super::cast::{self, By, Caller, Cast, Kind};
use super::thing::{UNKNOWN, ask, thing, visitor};

/// Codes that a permission is refused with, on any route.
const BARRED: [&str; 6] = [
    "unauthenticated",
    "forbidden",
    "insufficient_scope",
    "not_owner",
    "reauthentication_required",
    "session_required",
];

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Expected {
    /// The handler is reached, whatever it then makes of the request.
    LetIn,
    Refusal(u16, &'static str),
}

use Expected::{LetIn, Refusal};

struct Matrix {
    cast: Cast,
    cells: usize,
    deviations: Vec<String>,
}

/// ASVS 8.2.1, 8.2.2, 8.2.3, 8.3.1, 8.4.1
#[tokio::test]
#[allow(clippy::disallowed_macros, reason = "the matrix is there to be looked at, with `--nocapture`")]
async fn every_route_lets_in_whom_its_row_names_and_nobody_else() {
    let mut matrix = Matrix { cast: Cast::begin().await, cells: 0, deviations: Vec::new() };
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
    assert!(matrix.cells > 20 * covered, "{} cells", matrix.cells);
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

/// What the row says of somebody with these roles and scopes, who shows this.
pub(super) fn verdict(row: &Row, kind: &Kind) -> Expected {
    let granted = kind.granted();
    if row.who.role().is_some_and(|role| !kind.has(role)) {
        return Refusal(403, "forbidden");
    }
    if let Some(scope) = row.who.scope() {
        if !granted.contains(scope) {
            return Refusal(403, "forbidden");
        }
        if !kind.carried().contains(scope) {
            return Refusal(403, "insufficient_scope");
        }
    }
    match kind.by {
        By::Token if row.asks == Asks::Fresh => Refusal(403, "reauthentication_required"),
        By::Token if row.asks == Asks::Session => Refusal(403, "session_required"),
        By::Session if row.asks == Asks::Fresh && kind.is_stale => Refusal(403, "reauthentication_required"),
        _ => LetIn,
    }
}

impl Matrix {
    async fn locked(&mut self, row: &Row) {
        for (who, token) in self.cast.dead.clone() {
            self.cell(row, UNKNOWN, (who, token.as_deref()), Refusal(401, "unauthenticated")).await;
        }
        for kind in cast::kinds() {
            match verdict(row, &kind) {
                LetIn => self.let_in(row, &kind).await,
                refusal @ Refusal(..) => {
                    let shown = self.cast.standing(&kind).await.shown.clone();
                    self.cell(row, UNKNOWN, (&kind.name(), Some(&shown)), refusal).await;
                }
            }
        }
    }

    /// Somebody who may, new where something is done: at their own thing, at what is not there, and at others'.
    async fn let_in(&mut self, row: &Row, kind: &Kind) {
        let caller = if row.method == "GET" && row.whose == Whose::Nobodys {
            self.cast.standing(kind).await.clone()
        } else {
            self.cast.somebody(kind).await
        };
        let (name, shown) = (kind.name(), Some(caller.shown.as_str()));
        if row.whose != Whose::Nobodys {
            let nowhere = Refusal(404, "not_found");
            self.cell(row, UNKNOWN, (&format!("{name}, at nothing"), shown), nowhere).await;
            self.cell(row, "non%20sense", (&format!("{name}, at nonsense"), shown), nowhere).await;
            self.at_others(row, &name, &caller).await;
        }
        let owner = if row.whose == Whose::Installations { self.cast.root() } else { caller.clone() };
        let id = thing(&self.cast.journal, row, &owner).await;
        self.cell(row, &id, (&name, shown), LetIn).await;
    }

    async fn at_others(&mut self, row: &Row, name: &str, caller: &Caller) {
        let expected = match row.whose {
            Whose::Nobodys | Whose::Installations => return,
            Whose::OwnOrRefused => Refusal(403, "not_owner"),
            Whose::OwnOrHidden => Refusal(404, "not_found"),
        };
        let root = self.cast.root();
        let id = thing(&self.cast.journal, row, &root).await;
        let who = format!("{name}, at another's");
        self.cell(row, &id, (&who, Some(&caller.shown)), expected).await;
    }

    async fn open(&mut self, row: &Row) {
        for (who, token) in self.cast.dead.clone() {
            let is_shown = row.who == Who::Visitor && token.is_some();
            let expected = if is_shown { Refusal(401, "unauthenticated") } else { LetIn };
            self.cell(row, "", (who, token.as_deref()), expected).await;
        }
        for by in [By::Session, By::Token] {
            let kind = Kind::new("user", by);
            let shown = self.cast.somebody(&kind).await.shown;
            self.cell(row, "", (&kind.name(), Some(&shown)), verdict(row, &kind)).await;
        }
        if row.who == Who::Developer {
            let request =
                self.cast.journal.request(Method::GET, row.path).header("x-forwarded-for", "192.0.2.1");
            let answer = self.cast.journal.send(request).await;
            self.note(row, "a visitor through a proxy", Refusal(404, "not_found"), answer.refusal());
        }
    }

    async fn cell(&mut self, row: &Row, id: &str, (who, token): (&str, Option<&str>), expected: Expected) {
        let (status, code) = ask(&self.cast.journal, &self.cast.visitor, row, id, token).await;
        self.note(row, who, expected, (status, &code));
    }

    fn note(&mut self, row: &Row, who: &str, expected: Expected, (status, code): (u16, &str)) {
        self.cells += 1;
        let is_right = match expected {
            Refusal(wanted, word) => (status, code) == (wanted, word),
            LetIn => status < 500 && ![404, 405].contains(&status) && !BARRED.contains(&code),
        };
        if !is_right {
            self.deviations.push(format!("{} {} for {who}: {status} {code}", row.method, row.path));
        }
    }
}

/// The matrix trusts what it says of roles: it is what the table of roles says.
#[tokio::test]
async fn roles_grant_what_the_matrix_takes_them_to_grant() {
    let cast = Cast::begin().await;
    let book = app::access::role_book_now(&cast.journal.app).await.expect("roles");
    for kind in cast::kinds() {
        let roles = Role::parse_all(kind.roles);
        assert_eq!(book.scopes_of(&roles), kind.granted(), "{}", kind.name());
    }
    let admin = book.scopes(Role::Admin).expect("built in");
    assert_eq!(admin, Scope::all().collect::<Scopes>(), "an admin has every scope");
    assert_eq!(json!(book.scopes(Role::User).expect("built in")).as_array().map(Vec::len), Some(6));
}
