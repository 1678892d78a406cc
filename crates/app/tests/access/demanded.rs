//! The table once more, where a second factor is demanded of everybody: before those who have none, and before those who
//! have one and have not shown it in this session. By a session and by an access token for scripts.

use app::access::permission::{ROUTES, Row, Who, Whose};
use app::settings::RequireMfa;
use testkit::{Authenticator, Browser, PASSWORD, TestApp};

use super::cast::{By, Caller, Cast, Kind, with_secret};
use super::matrix::Expected::{self, LetIn, Refusal};
use super::matrix::verdict;
use super::thing::{UNKNOWN, ask, visitor};

const ROLES: [&str; 4] = ["user", "user admin", "user auditor", "reader"];

/// What somebody has of the factor that is demanded.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lacks {
    /// They have none.
    Enrolment,
    /// They have a passkey, and this session was begun by the password alone.
    Proof,
}

fn expected(row: &Row, kind: &Kind, lacks: Lacks) -> Expected {
    let (is_open, code) = match lacks {
        Lacks::Enrolment => (row.before_enrolment, "mfa_enrolment_required"),
        Lacks::Proof => (row.before_proof, "reauthentication_required"),
    };
    match verdict(row, kind) {
        _ if !is_open => Refusal(403, code),
        // What the path names is not there; it is looked for all the same.
        LetIn if row.whose != Whose::Nobodys => Refusal(404, "not_found"),
        other => other,
    }
}

async fn somebody(cast: &mut Cast, kind: &Kind, lacks: Lacks) -> Caller {
    let mut somebody = cast.somebody(kind).await;
    if lacks == Lacks::Proof {
        let mut phone = Authenticator::new(&cast.journal.url);
        // Whoever may only read has it from a time when they could write.
        let roles: Vec<&str> = kind.roles.split(' ').collect();
        app::admin::set_roles(&cast.journal.app, &somebody.email, &["user"]).await.expect("given");
        let other = cast.journal.sign_in(&somebody.email, PASSWORD).await.access;
        Browser::with(&cast.journal, &other).add_passkey(&mut phone).await;
        app::admin::set_roles(&cast.journal.app, &somebody.email, &roles).await.expect("given");
        somebody.access = other;
    }
    somebody
}

/// ASVS 6.3.3, 8.2.1
#[tokio::test]
async fn where_a_factor_is_demanded_every_row_waits_for_it_but_those_that_say_otherwise() {
    let mut cast = Cast::begin().await;
    let strict: TestApp = cast
        .journal
        .another_node_with(|settings| {
            with_secret(settings);
            settings.require_mfa = RequireMfa::All;
        })
        .await;
    let (mut cells, mut deviations) = (0, Vec::new());
    for lacks in [Lacks::Enrolment, Lacks::Proof] {
        for (roles, by) in ROLES.iter().flat_map(|roles| [(*roles, By::Session), (*roles, By::Token)]) {
            // A script was made by somebody who had shown what was demanded; it lacks what its account lacks.
            if lacks == Lacks::Proof && by == By::Token {
                continue;
            }
            let kind = Kind::new(roles, by);
            let caller = somebody(&mut cast, &kind, lacks).await;
            for row in ROUTES.iter().filter(|row| row.who.is_signed_in() || row.who == Who::Visitor) {
                // Who may only read cannot add a passkey, whatever is demanded of them.
                if roles == "reader" && row.path.starts_with("/api/auth/webauthn/register/") {
                    continue;
                }
                let shown = Some(caller.shown.as_str());
                let (status, code) = ask(&strict, &visitor(), row, UNKNOWN, shown).await;
                let is_right = match expected(row, &kind, lacks) {
                    Refusal(wanted, word) => (status, code.as_str()) == (wanted, word),
                    LetIn => status < 500 && ![401, 403, 404, 405].contains(&status),
                };
                cells += 1;
                if !is_right {
                    let name = kind.name();
                    deviations
                        .push(format!("{} {} for {name}, {lacks:?}: {status} {code}", row.method, row.path));
                }
            }
        }
    }
    assert!(deviations.is_empty(), "{deviations:#?}");
    assert!(cells > 600, "{cells} cells");
}
