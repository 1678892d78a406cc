//! Who appears before the routes: people of every role, by a session and by an access token, and credentials that do
//! not hold any more.

use std::collections::HashMap;

use app::access::{Role, Scope, Scopes};
use app::admin;
use app::clock::Clock;
use app::settings::Settings;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use testkit::{OpenIdProvider, PASSWORD, TestApp};

use super::thing::{UNKNOWN, visitor};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const USERS: &str = "entries:read entries:write profile:read profile:write sessions:read sessions:write";

/// By what somebody shows who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum By {
    Session,
    Token,
}

/// A kind of person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    /// Their roles, as they are stored.
    pub(super) roles: &'static str,
    pub(super) by: By,
    /// The one scope that what they show carries; none: all that their roles grant.
    pub(super) alone: Option<&'static str>,
    /// What they show says that they are admins, whatever they are.
    pub(super) is_raised: bool,
    /// They signed in more than ten minutes ago.
    pub(super) is_stale: bool,
}

impl Kind {
    pub(super) fn new(roles: &'static str, by: By) -> Self {
        Self { roles, by, alone: None, is_raised: false, is_stale: false }
    }

    pub(super) fn name(&self) -> String {
        let alone = self.alone.map(|scope| format!(" with {scope} alone")).unwrap_or_default();
        let (raised, stale) =
            (if self.is_raised { ", raised" } else { "" }, if self.is_stale { ", stale" } else { "" });
        format!("{} by {:?}{alone}{raised}{stale}", self.roles, self.by)
    }

    /// What the roles grant.
    pub(super) fn granted(&self) -> Scopes {
        let words = self.roles.split(' ').map(|role| match role {
            "user" => USERS,
            "admin" => "admin:read admin:write",
            "auditor" => "admin:read",
            "reader" => "entries:read profile:read",
            other => panic!("say here what {other} grants"),
        });
        Scopes::parse(&words.collect::<Vec<_>>().join(" "))
    }

    pub(super) fn carried(&self) -> Scopes {
        match (self.alone, self.is_raised) {
            (Some(scope), _) => Scopes::parse(scope),
            (None, true) => Scope::all().collect(),
            (None, false) => self.granted(),
        }
    }

    pub(super) fn has(&self, role: Role) -> bool {
        Role::parse_all(self.roles).contains(&role)
    }
}

/// All kinds.
pub(super) fn kinds() -> Vec<Kind> {
    let mut kinds = Vec::new();
    for by in [By::Session, By::Token] {
        for roles in ["user", "user admin", "user auditor", "reader"] {
            kinds.push(Kind::new(roles, by));
        }
        for scope in Scope::all() {
            kinds.push(Kind { alone: Some(scope.as_str()), ..Kind::new("user admin", by) });
        }
    }
    kinds.push(Kind { is_raised: true, ..Kind::new("user", By::Session) });
    kinds.extend(stale());
    kinds
}

/// Those who signed in more than ten minutes ago. An access token for scripts is never fresh.
fn stale() -> impl Iterator<Item = Kind> {
    let roles = ["user", "user admin", "user auditor", "reader"];
    roles.into_iter().map(|roles| Kind { is_stale: true, ..Kind::new(roles, By::Session) })
}

/// Somebody of a kind.
#[derive(Clone)]
pub(super) struct Caller {
    /// What they show.
    pub(super) shown: String,
    /// Their own fresh session, with all that their roles grant; for making things.
    pub(super) access: String,
    pub(super) email: String,
}

pub(super) struct Cast {
    pub(super) journal: TestApp,
    /// A sign-in provider, which answers as long as it is held.
    _house: OpenIdProvider,
    pub(super) visitor: Client,
    /// What no route with a lock may take, each with what is wrong with it.
    pub(super) dead: Vec<(&'static str, Option<String>)>,
    standing: HashMap<Kind, Caller>,
    people: u32,
}

impl Cast {
    pub(super) async fn begin() -> Self {
        let clock = Clock::manual("2026-03-01T09:00:00Z".parse().expect("a time"));
        let house = OpenIdProvider::start(&clock).await;
        let provider = house.settings("house");
        let journal = TestApp::at(clock, |settings| {
            with_secret(settings);
            settings.providers = vec![provider];
        })
        .await;
        for (name, scopes) in [("auditor", "admin:read"), ("reader", "entries:read profile:read")] {
            let scopes: Vec<String> = scopes.split(' ').map(str::to_owned).collect();
            admin::create_role(&journal.app, name, &scopes).await.expect("a role");
        }
        let (dead, standing) = (Vec::new(), HashMap::new());
        let mut cast = Self { journal, _house: house, visitor: visitor(), dead, standing, people: 0 };
        cast.kill().await;
        for stale in stale() {
            let somebody = cast.somebody(&stale).await;
            cast.standing.insert(stale, somebody);
        }
        cast.journal.advance(11 * 60);
        let root = cast.somebody(&Kind::new("user admin", By::Session)).await;
        cast.standing.insert(Kind::new("user admin", By::Session), root);
        cast
    }

    /// Makes what is dead: each held a moment ago, or never.
    async fn kill(&mut self) {
        let (session, token) = (Kind::new("user admin", By::Session), Kind::new("user admin", By::Token));
        let expired = self.somebody(&session).await.shown;
        let expired_token = self.token_until(60).await;
        self.journal.advance(16 * 60);
        let ended = self.somebody(&session).await.shown;
        self.journal.call(Method::POST, "/api/auth/logout", &ended, None).await;
        let (closed, closed_token) = (self.somebody(&session).await, self.somebody(&token).await);
        for email in [&closed.email, &closed_token.email] {
            admin::disable(&self.journal.app, email).await.expect("disabled");
        }
        let (leaving, leaving_token) = (self.somebody(&session).await, self.somebody(&token).await);
        for caller in [&leaving, &leaving_token] {
            let planned = self.journal.call(Method::DELETE, "/api/auth/me", &caller.access, None).await;
            assert_eq!(planned.status, 202, "{planned:?}");
        }
        let (revoked, rotated) = (self.somebody(&token).await, self.somebody(&token).await);
        for (caller, method, act) in [(&revoked, Method::DELETE, ""), (&rotated, Method::POST, "/rotate")] {
            let list = self.journal.call(Method::GET, "/api/auth/tokens", &caller.access, None).await;
            let id = list.json["items"][0]["id"].as_str().expect("a token").to_owned();
            let path = format!("/api/auth/tokens/{id}{act}");
            assert!(self.journal.call(method, &path, &caller.access, None).await.status < 300);
        }
        let forged = sign(&ended, |claims| claims["sub"] = json!(UNKNOWN));
        let (made_up, _) = crypto::personal::new(&crypto::Random::seeded(1));
        let mistyped = format!("{}x", &revoked.shown[..53]);
        let dead = [
            ("an expired session", expired),
            ("an expired token", expired_token),
            ("an ended session", ended),
            ("a disabled account's session", closed.shown),
            ("a disabled account's token", closed_token.shown),
            ("the session of an account that will be deleted", leaving.shown),
            ("the token of an account that will be deleted", leaving_token.shown),
            ("a revoked token", revoked.shown),
            ("a token before its rotation", rotated.shown),
            ("another's name", forged),
            ("a token made up", made_up.expose().clone()),
            ("a token mistyped", mistyped),
            ("nonsense", "nonsense".to_owned()),
        ];
        self.dead = vec![("nobody", None)];
        self.dead.extend(dead.map(|(who, shown)| (who, Some(shown))));
    }

    /// Somebody new of that kind.
    pub(super) async fn somebody(&mut self, kind: &Kind) -> Caller {
        self.people += 1;
        let email = format!("p{}@example.com", self.people);
        admin::create(&self.journal.app, &email, PASSWORD, Role::Admin).await.expect("made");
        let access = self.journal.sign_in(&email, PASSWORD).await.access;
        // A token is made while its owner may do all, and keeps no more than what they keep.
        let token = match kind.by {
            By::Token => self.token(&access, &kind.carried(), json!(null)).await,
            By::Session => String::new(),
        };
        let roles: Vec<&str> = kind.roles.split(' ').collect();
        admin::set_roles(&self.journal.app, &email, &roles).await.expect("given");
        let session = match (kind.alone, kind.is_raised) {
            (Some(scope), _) => sign(&access, |claims| claims["scope"] = json!(scope)),
            (None, true) => access.clone(),
            (None, false) => sign(&access, |claims| claims["scope"] = json!(kind.granted().stored())),
        };
        let shown = if kind.by == By::Token { token } else { session };
        Caller { shown, access, email }
    }

    /// Somebody of that kind who is always the same, for what changes nothing.
    pub(super) async fn standing(&mut self, kind: &Kind) -> &Caller {
        if !self.standing.contains_key(kind) {
            let somebody = self.somebody(kind).await;
            self.standing.insert(kind.clone(), somebody);
        }
        &self.standing[kind]
    }

    /// An admin who is always there.
    pub(super) fn root(&self) -> Caller {
        self.standing[&Kind::new("user admin", By::Session)].clone()
    }

    async fn token_until(&mut self, seconds: i64) -> String {
        let owner = self.somebody(&Kind::new("user admin", By::Session)).await;
        let end = self.journal.clock.now() + jiff::SignedDuration::from_secs(seconds);
        self.token(&owner.access, &Scope::all().collect(), json!(end.to_string())).await
    }

    async fn token(&self, access: &str, scopes: &Scopes, until: Value) -> String {
        let body = json!({"name": "script", "scopes": scopes, "expires_at": until});
        let made = self.journal.call(Method::POST, "/api/auth/tokens", access, Some(&body)).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.text("token").to_owned()
    }
}

/// Lets tests sign tokens as the server does.
pub(super) fn with_secret(settings: &mut Settings) {
    settings.jwt_secret = Some(crypto::Secret::new(SECRET.to_vec()));
}

/// A token like this one, as the server would have signed it.
fn sign(token: &str, change: impl FnOnce(&mut Value)) -> String {
    let decoded = jsonwebtoken::dangerous::insecure_decode::<Value>(token).expect("a JWT");
    let mut claims = decoded.claims;
    change(&mut claims);
    let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(SECRET)).expect("signed")
}
