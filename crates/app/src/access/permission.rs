//! Who may do what: a row for every route, and nothing else decides.
//!
//! [`SignedIn`](super::SignedIn) looks its route up here at every request and demands what the row says, so a route
//! without a row answers nobody. Tests hold the table against the OpenAPI document in both directions, and put every
//! row before somebody of every kind. To add a route, add its line; the words of a line are explained at [`Row`].

use super::factors::Lack;
use super::model::{Role, Scope};

/// One route and who may use it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// `GET` and so on.
    pub method: &'static str,
    /// The path as the router knows it, with `{id}`.
    pub path: &'static str,
    /// Who may use it.
    pub who: Who,
    /// What must be shown.
    pub asks: Asks,
    /// Whether it exists in demo mode.
    pub in_demo: bool,
    /// Whether it is open to somebody of whom a second factor is demanded that they do not have yet.
    pub before_enrolment: bool,
    /// Whether it is open in a session that lacks the proof of the second factor that is demanded, too.
    pub before_proof: bool,
    /// Whose the thing is that its path names.
    pub whose: Whose,
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever asks; what the request carries decides within the handler.
    Anyone,
    /// Whoever asks without a token; one that is shown must hold.
    Visitor,
    /// The developer's own browser, and outside production only.
    Developer,
    /// Whoever is signed in, with whatever scopes.
    SignedIn,
    /// Whoever has a role that grants this scope, and shows something that carries it.
    Holder(Scope),
    /// Whoever has the role, with whatever scopes.
    With(Role),
}

/// What a route wants to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The token of a session, or an access token for scripts.
    Either,
    /// The token of a session: it is about the session that asks, so an access token for scripts is of no use.
    Session,
    /// A session with a sign-in or a proof within the last ten minutes, which no access token for scripts is.
    Fresh,
}

/// Whose the thing is that a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The path names nothing that belongs to anybody.
    Nobodys,
    /// The caller's; what is another's answers 403 `not_owner`.
    OwnOrRefused,
    /// The caller's; what is another's answers 404, as if it were not there.
    OwnOrHidden,
    /// The installation's: whoever may use the route may use it on any.
    Installations,
}

/// Who does something in the console.
const ACTS: Who = Who::Holder(Scope::AdminWrite);

/// Every route, in the order of the folders.
pub const ROUTES: &[Row] = &[
    get("/healthz").by(Who::Anyone).in_demo(),
    get("/readyz").by(Who::Anyone).in_demo(),
    get("/api/openapi.json").by(Who::Anyone).in_demo(),
    get("/api/docs").by(Who::Anyone).in_demo(),
    get("/.well-known/jwks.json").by(Who::Anyone).in_demo(),
    get("/.well-known/change-password").by(Who::Anyone).in_demo(),
    get("/api/dev/mailbox").by(Who::Developer).in_demo(),
    // account
    get("/api/auth/me").by(Who::Holder(Scope::ProfileRead)).in_demo().before_proof(),
    patch("/api/auth/me").by(Who::Holder(Scope::ProfileWrite)),
    get("/api/auth/registration").by(Who::Anyone),
    post("/api/auth/register").by(Who::Anyone),
    post("/api/auth/verify-email").by(Who::Anyone),
    post("/api/auth/resend-verification").by(Who::Anyone),
    // password
    post("/api/auth/login").by(Who::Anyone).in_demo(),
    post("/api/auth/forgot-password").by(Who::Anyone),
    post("/api/auth/reset-password").by(Who::Anyone),
    post("/api/auth/change-password").by(Who::Holder(Scope::ProfileWrite)).for_sessions(),
    post("/api/auth/reauthenticate").by(Who::SignedIn).for_sessions().before_proof(),
    // passkey
    post("/api/auth/webauthn/register/options").by(Who::Visitor).for_sessions().before_enrolment(),
    post("/api/auth/webauthn/register/verify").by(Who::Visitor).for_sessions().before_enrolment(),
    post("/api/auth/webauthn/authenticate/options").by(Who::Visitor).for_sessions().before_proof(),
    post("/api/auth/webauthn/authenticate/verify").by(Who::Anyone),
    get("/api/auth/passkeys").by(Who::Holder(Scope::ProfileRead)).before_proof(),
    patch("/api/auth/passkeys/{id}").by(Who::Holder(Scope::ProfileWrite)).of(Whose::OwnOrHidden),
    delete("/api/auth/passkeys/{id}")
        .by(Who::Holder(Scope::ProfileWrite))
        .fresh()
        .of(Whose::OwnOrHidden)
        .before_enrolment(),
    post("/api/auth/passkeys/{id}/confirm")
        .by(Who::Holder(Scope::ProfileWrite))
        .fresh()
        .of(Whose::OwnOrHidden)
        .before_enrolment(),
    get("/.well-known/passkey-endpoints").by(Who::Anyone),
    get("/.well-known/webauthn").by(Who::Anyone),
    // oauth
    get("/api/auth/oauth/providers").by(Who::Visitor).for_sessions().before_enrolment(),
    get("/api/auth/oauth/{provider}/available").by(Who::Anyone).of(Whose::Installations),
    // Whoever is to prove who they are may be on the way to their second factor; connecting waits for that.
    post("/api/auth/oauth/{provider}/connect")
        .by(Who::Visitor)
        .for_sessions()
        .of(Whose::Installations)
        .before_enrolment(),
    get("/api/auth/oauth/{provider}/callback").by(Who::Anyone).of(Whose::Installations),
    delete("/api/auth/oauth/{provider}").by(Who::Holder(Scope::ProfileWrite)).fresh().of(Whose::OwnOrHidden),
    post("/api/auth/oauth/{provider}/confirm")
        .by(Who::Holder(Scope::ProfileWrite))
        .fresh()
        .of(Whose::OwnOrHidden),
    // recovery
    post("/api/auth/change-email").by(Who::Holder(Scope::ProfileWrite)).fresh(),
    delete("/api/auth/change-email").by(Who::Holder(Scope::ProfileWrite)),
    post("/api/auth/confirm-email-change").by(Who::Anyone),
    post("/api/auth/undo-email-change").by(Who::Anyone),
    post("/api/auth/not-me").by(Who::Anyone),
    delete("/api/auth/me").by(Who::Holder(Scope::ProfileWrite)).fresh(),
    post("/api/auth/undo-deletion").by(Who::Anyone),
    // session
    post("/api/auth/refresh").by(Who::Anyone).in_demo(),
    post("/api/auth/logout").by(Who::Anyone).in_demo(),
    get("/api/auth/csrf").by(Who::Anyone).in_demo(),
    get("/api/auth/sessions").by(Who::Holder(Scope::SessionsRead)).before_enrolment(),
    delete("/api/auth/sessions").by(Who::Holder(Scope::SessionsWrite)).before_enrolment(),
    delete("/api/auth/sessions/{id}")
        .by(Who::Holder(Scope::SessionsWrite))
        .of(Whose::OwnOrHidden)
        .before_enrolment(),
    // mfa
    get("/api/auth/mfa").by(Who::Holder(Scope::ProfileRead)).before_proof(),
    post("/api/auth/mfa/totp").by(Who::Holder(Scope::ProfileWrite)).fresh().before_enrolment(),
    post("/api/auth/mfa/totp/confirm").by(Who::Holder(Scope::ProfileWrite)).for_sessions().before_enrolment(),
    delete("/api/auth/mfa/totp").by(Who::Holder(Scope::ProfileWrite)).fresh().before_enrolment(),
    post("/api/auth/mfa/recovery-codes").by(Who::Holder(Scope::ProfileWrite)).fresh().before_enrolment(),
    post("/api/auth/mfa/verify").by(Who::Anyone),
    // token
    get("/api/auth/tokens").by(Who::Holder(Scope::SessionsRead)),
    post("/api/auth/tokens").by(Who::Holder(Scope::SessionsWrite)).fresh(),
    delete("/api/auth/tokens/{id}").by(Who::Holder(Scope::SessionsWrite)).of(Whose::OwnOrHidden),
    post("/api/auth/tokens/{id}/rotate").by(Who::Holder(Scope::SessionsWrite)).fresh().of(Whose::OwnOrHidden),
    // audit
    get("/api/auth/activity").by(Who::Holder(Scope::SessionsRead)),
    get("/api/admin/audit").by(Who::Holder(Scope::AdminRead)),
    // event
    // The page hears there that it may go on, and that its session was ended.
    get("/api/events").by(Who::Holder(Scope::SessionsRead)).for_sessions().before_proof(),
    // entry
    post("/api/entries").by(Who::Holder(Scope::EntriesWrite)).in_demo(),
    get("/api/entries").by(Who::Holder(Scope::EntriesRead)).in_demo(),
    get("/api/entries/trash").by(Who::Holder(Scope::EntriesRead)).in_demo(),
    get("/api/entries/{id}").by(Who::Holder(Scope::EntriesRead)).of(Whose::OwnOrRefused).in_demo(),
    put("/api/entries/{id}").by(Who::Holder(Scope::EntriesWrite)).of(Whose::OwnOrRefused).in_demo(),
    delete("/api/entries/{id}").by(Who::Holder(Scope::EntriesWrite)).of(Whose::OwnOrRefused).in_demo(),
    post("/api/entries/{id}/restore").by(Who::Holder(Scope::EntriesWrite)).of(Whose::OwnOrRefused).in_demo(),
    get("/api/export").by(Who::Holder(Scope::EntriesRead)).fresh().in_demo(),
    // stats
    get("/api/stats").by(Who::Holder(Scope::EntriesRead)).in_demo(),
    // admin
    get("/api/admin/ping").by(Who::With(Role::Admin)),
    get("/api/admin/roles").by(Who::Holder(Scope::AdminRead)),
    post("/api/admin/roles").by(ACTS).fresh(),
    put("/api/admin/roles/{name}").by(ACTS).fresh().of(Whose::Installations),
    delete("/api/admin/roles/{name}").by(ACTS).fresh().of(Whose::Installations),
    get("/api/admin/people").by(Who::Holder(Scope::AdminRead)),
    get("/api/admin/people/{id}").by(Who::Holder(Scope::AdminRead)).of(Whose::Installations),
    post("/api/admin/people/{id}/lock").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/people/{id}/unlock").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/people/{id}/end-sessions").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/people/{id}/send-reset").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/people/{id}/remove-factors").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/people/{id}/passkeys/{passkey}/remove").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/people/{id}/tokens/{token}/revoke").by(ACTS).of(Whose::Installations).fresh(),
    put("/api/admin/people/{id}/roles").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/people/{id}/delete").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/auth/set-up").by(Who::Anyone),
    get("/api/admin/outbox").by(Who::Holder(Scope::AdminRead)),
    post("/api/admin/outbox/{id}/retry").by(ACTS).of(Whose::Installations).fresh(),
    post("/api/admin/outbox/{id}/discard").by(ACTS).of(Whose::Installations).fresh(),
    get("/api/admin/keys").by(Who::Holder(Scope::AdminRead)),
    post("/api/admin/keys/rotate").by(ACTS).fresh(),
    get("/api/admin/figures").by(Who::Holder(Scope::AdminRead)),
    get("/api/admin/settings").by(Who::Holder(Scope::AdminRead)),
    post("/api/admin/audit/verify").by(Who::Holder(Scope::AdminRead)),
    // invite
    get("/api/admin/invites").by(Who::Holder(Scope::AdminRead)),
    post("/api/admin/invites").by(ACTS).fresh(),
    delete("/api/admin/invites/{id}").by(ACTS).of(Whose::Installations).fresh(),
];

/// The row of a route; `None` when nobody has said who may use it.
pub fn row(method: &str, path: &str) -> Option<&'static Row> {
    ROUTES.iter().find(|row| row.path == path && row.method == method)
}

impl Who {
    /// The role that is demanded.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::With(role) => Some(role),
            Self::Anyone | Self::Visitor | Self::Developer | Self::SignedIn | Self::Holder(_) => None,
        }
    }

    /// The scope that is demanded.
    pub fn scope(self) -> Option<Scope> {
        match self {
            Self::Holder(scope) => Some(scope),
            Self::Anyone | Self::Visitor | Self::Developer | Self::SignedIn | Self::With(_) => None,
        }
    }

    /// Whether one must be signed in at all.
    pub fn is_signed_in(self) -> bool {
        !matches!(self, Self::Anyone | Self::Visitor | Self::Developer)
    }
}

impl Row {
    /// Whether it is open to somebody who lacks that.
    pub fn is_open_without(&self, lack: Lack) -> bool {
        match lack {
            Lack::Enrolment => self.before_enrolment,
            Lack::Proof { .. } => self.before_proof,
        }
    }

    const fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// Only within ten minutes of a sign-in or a proof.
    const fn fresh(self) -> Self {
        Self { asks: Asks::Fresh, ..self }
    }

    /// Not with an access token for scripts.
    const fn for_sessions(self) -> Self {
        Self { asks: Asks::Session, ..self }
    }

    const fn in_demo(self) -> Self {
        Self { in_demo: true, ..self }
    }

    /// Also for somebody who has yet to set up the second factor that is demanded of them.
    const fn before_enrolment(self) -> Self {
        Self { before_enrolment: true, ..self }
    }

    /// Also in a session that has yet to prove the second factor that is demanded.
    const fn before_proof(self) -> Self {
        Self { before_proof: true, ..self }.before_enrolment()
    }

    const fn of(self, whose: Whose) -> Self {
        Self { whose, ..self }
    }
}

const fn route(method: &'static str, path: &'static str) -> Row {
    let (who, asks, whose) = (Who::SignedIn, Asks::Either, Whose::Nobodys);
    let (before_enrolment, before_proof) = (false, false);
    Row { method, path, who, asks, in_demo: false, before_enrolment, before_proof, whose }
}

const fn get(path: &'static str) -> Row {
    route("GET", path)
}

const fn post(path: &'static str) -> Row {
    route("POST", path)
}

const fn put(path: &'static str) -> Row {
    route("PUT", path)
}

const fn patch(path: &'static str) -> Row {
    route("PATCH", path)
}

const fn delete(path: &'static str) -> Row {
    route("DELETE", path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// ASVS 8.1.1, 8.2.1
    #[test]
    fn every_route_of_the_document_has_one_row_and_every_row_its_route() {
        let document = serde_json::to_value(crate::openapi()).expect("plain data");
        let paths = document["paths"].as_object().expect("paths");
        let described: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, operations)| {
                let operations = operations.as_object().expect("operations");
                operations.keys().map(|method| (path.clone(), method.to_uppercase()))
            })
            .collect();
        let rows = ROUTES.iter().map(|row| (row.path.to_owned(), row.method.to_owned()));
        let listed: BTreeSet<_> = rows.collect();
        let without: Vec<_> = described.difference(&listed).collect();
        assert!(without.is_empty(), "give each of these a row in access/permission.rs: {without:?}");
        let gone: Vec<_> = listed.difference(&described).collect();
        assert!(gone.is_empty(), "these rows have no route: {gone:?}");
        assert_eq!(listed.len(), ROUTES.len(), "a route has two rows");
    }

    #[test]
    fn the_document_says_the_same_of_signing_in() {
        let document = serde_json::to_value(crate::openapi()).expect("plain data");
        for row in ROUTES {
            let operation = &document["paths"][row.path][row.method.to_lowercase()];
            let is_secured = operation["security"].is_array();
            assert_eq!(is_secured, row.who.is_signed_in(), "{} {}", row.method, row.path);
        }
    }

    #[test]
    fn a_path_that_names_something_says_whose_it_is() {
        for row in ROUTES {
            let names = row.path.contains('{');
            assert_eq!(names, row.whose != Whose::Nobodys, "{} {}", row.method, row.path);
        }
    }
}
