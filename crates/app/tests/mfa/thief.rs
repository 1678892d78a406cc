//! Somebody who knows the password, reads every mail, and lacks the second factor; and the owner, who has it.

use app::access::Role;
use app::admin;
use app::clock::Clock;
use app::settings::{Provider, RequireMfa, Settings};
use crypto::Secret;
use crypto::password::{Hasher, Params};
use reqwest::Method;
use serde_json::json;
use testkit::{
    Answer, Authenticator, Browser, CodeApp, OTHER_PASSWORD, OpenIdProvider, PASSWORD, TestApp, Tokens,
};

use super::EMAIL;
use crate::oauth::Away;

pub(super) const OTHER_EMAIL: &str = "Ada@Example.org";
/// Where the owner moves the account to, and the thief reads the mail as well.
pub(super) const ELSEWHERE: &str = "ada@elsewhere.example";
const ROOT: &str = "root@example.net";

/// The owner's second factor.
pub(super) enum Factor {
    App(Option<CodeApp>),
    Passkey(Option<Authenticator>),
}

pub(super) struct Thief {
    /// Two nodes on one database.
    pub(super) nodes: [TestApp; 2],
    /// Of an attempt that the right password began.
    pub(super) mfa_token: String,
    /// Of a session that is over.
    pub(super) old: Tokens,
    /// A provider that is trusted for addresses, where the thief passes for the account's owner.
    pub(super) house: OpenIdProvider,
    /// The thief's own authenticator.
    pub(super) own: Authenticator,
    pub(super) answers: usize,
    factor: Factor,
    /// The id of the account.
    account: String,
}

impl Thief {
    pub(super) async fn begin(factor: Factor, require_mfa: RequireMfa) -> Self {
        let clock = Clock::manual("2026-03-01T09:00:00Z".parse().expect("a time"));
        let house = OpenIdProvider::start(&clock).await;
        let provider = Provider { trust_email: true, ..house.settings("house") };
        let demand = move |settings: &mut Settings| {
            settings.require_mfa = require_mfa;
            settings.providers = vec![provider];
        };
        let journal = TestApp::at(clock, demand.clone()).await;
        let url = journal.url.clone();
        let same = move |settings: &mut Settings| {
            demand(settings);
            settings.public_url = url;
        };
        let other = journal.another_node_with(same).await;
        let ada = journal.person(EMAIL).await;
        let old = journal.sign_in(EMAIL, PASSWORD).await;
        if require_mfa != RequireMfa::Admins {
            // The link that makes the first admin, which only the operator sees, is no way into an account that is there.
            let link = admin::set_up_link(&journal.app).await.expect("asked").expect("a link");
            let (_, token) = link.expose().split_once("#token=").expect("a token");
            let body = json!({"token": token, "email": EMAIL, "password": OTHER_PASSWORD});
            let refused = journal.post("/api/auth/set-up", &body).await;
            assert_eq!(refused.refusal(), (409, "email_taken"));
        }
        admin::create(&journal.app, ROOT, PASSWORD, Role::Admin).await.expect("made");
        let access = &ada.tokens.access;
        let factor = match factor {
            Factor::App(_) => Factor::App(Some(journal.second_factor(access).await)),
            Factor::Passkey(_) => {
                let mut phone = Authenticator::new(&journal.url);
                Browser::with(&journal, access).add_passkey(&mut phone).await;
                journal.post("/api/auth/logout", &json!({"refresh_token": old.refresh})).await;
                Factor::Passkey(Some(phone))
            }
        };
        assert!(!journal.works(&old.access).await);
        if require_mfa == RequireMfa::Admins {
            admin::set_role(&journal.app, EMAIL, Role::Admin).await.expect("an admin");
        }
        let name = json!({"username": "ada"});
        assert_eq!(journal.call(Method::PATCH, "/api/auth/me", access, Some(&name)).await.status, 200);
        let mfa_token = journal.first_step(EMAIL, PASSWORD).await;
        let mut own = Authenticator::new(&journal.url);
        own.create(&json!({"challenge": "none", "user": {"id": "dGhpZWY"}}));
        Self { nodes: [journal, other], mfa_token, old, house, own, answers: 0, factor, account: ada.id }
    }

    /// What comes of going through the provider: as somebody new there, and as somebody who was there before.
    pub(super) async fn through_house(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for subject in ["7", "7", "8"] {
            let claims = json!({"sub": subject, "email": EMAIL, "email_verified": true});
            answers.push(Away::new(&self.nodes[0]).through(&self.house, claims).await);
        }
        answers
    }

    /// One node, then the other.
    pub(super) fn node(&self) -> &TestApp {
        &self.nodes[self.answers % 2]
    }

    /// A fresh attempt of a password that is right.
    pub(super) async fn attempt(&self) -> String {
        for password in [PASSWORD, OTHER_PASSWORD] {
            for name in [EMAIL, ELSEWHERE] {
                let body = json!({"email": name, "password": password});
                let answer = self.node().post("/api/auth/login", &body).await;
                if answer.code() == "mfa_required" {
                    return answer.text("mfa_token").to_owned();
                }
                // No right password ends the waits that wrong ones bring, so they are waited for.
                self.nodes[0].advance(16 * 60);
            }
        }
        panic!("no password is right");
    }

    /// The owner signs in with both factors, and it takes.
    pub(super) async fn owner(&mut self) -> String {
        self.nodes[0].advance(16 * 60);
        let attempt = self.attempt().await;
        let journal = &self.nodes[0];
        let answer = match &self.factor {
            Factor::App(app) => {
                journal.second_step(&attempt, "totp", &app.as_ref().expect("an app").code()).await
            }
            Factor::Passkey(phone) => {
                Browser::new(journal).second_step(&attempt, phone.as_ref().expect("a phone")).await
            }
        };
        assert_eq!(answer.status, 200, "{answer:?}");
        Tokens::of(&answer).access
    }

    /// The token that confirms another address, which the owner asked for.
    pub(super) async fn confirmation(&mut self) -> String {
        let access = self.owner().await;
        let body = json!({"new_email": ELSEWHERE});
        let asked = self.node().call(Method::POST, "/api/auth/change-email", &access, Some(&body)).await;
        assert_eq!(asked.status, 202, "{asked:?}");
        asked.text("dev_confirm_token").to_owned()
    }

    pub(super) async fn plan_deletion(&mut self) {
        let access = self.owner().await;
        let planned = self.node().call(Method::DELETE, "/api/auth/me", &access, None).await;
        assert_eq!(planned.status, 202, "{planned:?}");
    }

    /// An admin mails a link for a new password.
    pub(super) async fn sent_by_an_admin(&mut self) {
        let journal = &self.nodes[0];
        let mut root = journal.post("/api/auth/login", &json!({"email": ROOT, "password": PASSWORD})).await;
        let access = root.text("access_token").to_owned();
        if root.status == 200 {
            journal.second_factor(&access).await;
        }
        root = journal
            .call(
                Method::POST,
                &format!("/api/admin/people/{}/send-reset", self.account),
                &access,
                Some(&json!({"reason": "asked for it"})),
            )
            .await;
        assert!(root.status < 300, "{root:?}");
    }

    /// The credential's id and the user handle of the owner's passkey, which are no secrets.
    pub(super) fn passkey_of_the_owner(&self) -> (Vec<u8>, Option<Vec<u8>>) {
        match &self.factor {
            Factor::Passkey(Some(phone)) => (phone.keys[0].id.clone(), Some(phone.keys[0].user.clone())),
            _ => (vec![7; 32], Some(vec![7; 16])),
        }
    }

    /// The token of the newest mail, to any of the owner's addresses, that links to that page.
    pub(super) async fn mailed(&self, page: &str) -> String {
        for address in [EMAIL, ELSEWHERE] {
            let mails = self.nodes[0].mails_to(address).await;
            if let Some(token) = mails.iter().find_map(|mail| mail.token_for(page)) {
                return token;
            }
        }
        "none".to_owned()
    }
}

/// Makes the password's hash one of other parameters, so that the next login rehashes it.
pub(super) async fn outdate(journal: &TestApp) {
    let cheap = Params { passes: 1, ..Params::default() };
    let hasher = Hasher::start(cheap, 1, 1, &crypto::Random::system(), |_| {}).expect("a thread");
    let hash = hasher.hash(Secret::new(PASSWORD.to_owned()), [7; 16]).await.expect("a hash");
    let change = store::Change::new("update accounts set password_hash = $1", [hash.into()]);
    journal.app.store.commit([change]).await.expect("set");
}
