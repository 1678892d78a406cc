use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

use super::{address, change_email, login, move_to, redeem, reset};

const OLD: &str = "ada@example.com";
const NEW: &str = "Ada@Example.org";
const TOKEN_INVALID: (u16, &str) = (400, "token_invalid");

/// ASVS 6.3.7
#[tokio::test]
async fn the_new_address_confirms_and_the_old_one_is_told() {
    let journal = TestApp::start().await;
    let ada = journal.person(OLD).await;
    let asked = change_email(&journal, &ada.tokens.access, NEW).await;
    assert_eq!(asked.status, 202);
    assert_eq!(address(&journal, &ada.tokens.access).await, OLD, "asking changes nothing");
    assert_eq!(journal.mails_to(OLD).await[0].subject, "Your journal may get another address");
    let token = journal.mailed(NEW, "/confirm-email-change").await;
    assert_eq!(token, asked.text("dev_confirm_token"));
    assert_eq!(redeem(&journal, "confirm-email-change", &token).await.status, 204);
    assert_eq!(address(&journal, &ada.tokens.access).await, NEW);
    let told = &journal.mails_to(OLD).await[0];
    assert!(told.token_for("/undo-email-change").is_some(), "{told:?}");
    journal.sign_in(NEW, PASSWORD).await;
    assert_eq!(login(&journal, OLD, PASSWORD).await.refusal(), (401, "invalid_credentials"));
    assert_eq!(redeem(&journal, "confirm-email-change", &token).await.refusal(), TOKEN_INVALID);
}

#[tokio::test]
async fn undoing_restores_the_address_ends_every_session_and_voids_the_password() {
    let journal = TestApp::start().await;
    let ada = journal.person(OLD).await;
    move_to(&journal, &ada.tokens.access, NEW).await;
    let thief = journal.sign_in(NEW, PASSWORD).await;
    journal.advance(72 * 3_600 - 1);
    let undo = journal.mailed(OLD, "/undo-email-change").await;
    assert_eq!(redeem(&journal, "undo-email-change", &undo).await.status, 204);
    assert!(!journal.works(&thief.access).await);
    assert_eq!(journal.refresh(&thief.refresh).await.refusal(), (401, "session_revoked"));
    for email in [OLD, NEW] {
        assert_eq!(login(&journal, email, PASSWORD).await.refusal(), (401, "invalid_credentials"), "{email}");
    }
    let token = journal.mailed(OLD, "/reset-password").await;
    assert_eq!(reset(&journal, &token, OTHER_PASSWORD).await.status, 204);
    let tokens = journal.sign_in(OLD, OTHER_PASSWORD).await;
    assert_eq!(address(&journal, &tokens.access).await, OLD);
    assert_eq!(redeem(&journal, "undo-email-change", &undo).await.refusal(), TOKEN_INVALID);
    journal.person(NEW).await;
}

#[tokio::test]
async fn a_left_address_is_held_for_72_hours_and_nobody_else_gets_it() {
    let journal = TestApp::start().await;
    let ada = journal.person(OLD).await;
    let bob = journal.person("bob@example.com").await;
    move_to(&journal, &ada.tokens.access, NEW).await;
    let asked = change_email(&journal, &bob.tokens.access, OLD).await;
    let refused = redeem(&journal, "confirm-email-change", asked.text("dev_confirm_token")).await;
    assert_eq!(refused.refusal(), TOKEN_INVALID);
    let body = serde_json::json!({"email": OLD, "password": OTHER_PASSWORD});
    let registered = journal.post("/api/auth/register", &body).await;
    let taken = redeem(&journal, "verify-email", registered.text("dev_verify_token")).await;
    assert_eq!(taken.refusal(), TOKEN_INVALID);
    let undo = journal.mailed(OLD, "/undo-email-change").await;
    journal.advance(72 * 3_600);
    assert_eq!(redeem(&journal, "undo-email-change", &undo).await.refusal(), TOKEN_INVALID);
    journal.person(OLD).await;
    journal.sign_in(NEW, PASSWORD).await;
}

#[tokio::test]
async fn an_address_that_has_an_account_is_answered_like_any_other_and_its_owner_told() {
    let journal = TestApp::start().await;
    let (ada, bob) = (journal.person(OLD).await, journal.person("bob@example.com").await);
    let taken = change_email(&journal, &ada.tokens.access, &bob.email).await;
    let free = change_email(&journal, &ada.tokens.access, NEW).await;
    assert_eq!((taken.status, taken.text("message")), (202, free.text("message")));
    assert_eq!(taken.bytes.len(), free.bytes.len());
    let dummy = redeem(&journal, "confirm-email-change", taken.text("dev_confirm_token")).await;
    assert_eq!(dummy.refusal(), TOKEN_INVALID);
    let told = &journal.mails_to(&bob.email).await[0];
    assert!(told.subject.contains("already") && told.links.iter().all(|link| !link.contains("token=")));
    let own = change_email(&journal, &ada.tokens.access, "ADA@example.com").await;
    assert_eq!(own.refusal(), (422, "validation_failed"));
}

#[tokio::test]
async fn a_newer_request_voids_an_older_one_and_a_reset_of_the_old_address_dies_with_the_change() {
    let journal = TestApp::start().await;
    let ada = journal.person(OLD).await;
    let slip = change_email(&journal, &ada.tokens.access, "typo@example.org").await;
    let forgot = journal.post("/api/auth/forgot-password", &serde_json::json!({"email": OLD})).await;
    move_to(&journal, &ada.tokens.access, NEW).await;
    let slip = redeem(&journal, "confirm-email-change", slip.text("dev_confirm_token")).await;
    assert_eq!(slip.refusal(), TOKEN_INVALID);
    let late = reset(&journal, forgot.text("dev_reset_token"), OTHER_PASSWORD).await;
    assert_eq!(late.refusal(), TOKEN_INVALID);
}

#[tokio::test]
async fn whatever_a_thief_does_after_the_change_the_first_owner_can_go_back() {
    let journal = TestApp::start().await;
    let ada = journal.person(OLD).await;
    move_to(&journal, &ada.tokens.access, NEW).await;
    journal.advance(120);
    let thief = journal.sign_in(NEW, PASSWORD).await;
    let body = serde_json::json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    journal.call(reqwest::Method::POST, "/api/auth/change-password", &thief.access, Some(&body)).await;
    move_to(&journal, &thief.access, "thief@example.net").await;
    journal.advance(120);
    let back = journal.mailed(NEW, "/undo-email-change").await;
    assert_eq!(
        redeem(&journal, "undo-email-change", &back).await.status,
        204,
        "the thief undoes to their own"
    );
    let forgot = journal.mailed(NEW, "/reset-password").await;
    assert_eq!(reset(&journal, &forgot, OTHER_PASSWORD).await.status, 204);
    let thief = journal.sign_in(NEW, OTHER_PASSWORD).await;
    journal.call(reqwest::Method::DELETE, "/api/auth/me", &thief.access, None).await;
    let undo = journal.mailed(OLD, "/undo-email-change").await;
    assert_eq!(redeem(&journal, "undo-email-change", &undo).await.status, 204);
    let token = journal.mailed(OLD, "/reset-password").await;
    assert_eq!(reset(&journal, &token, "canary-copper-walrus-42-meadow").await.status, 204);
    let tokens = journal.sign_in(OLD, "canary-copper-walrus-42-meadow").await;
    assert_eq!(address(&journal, &tokens.access).await, OLD);
    for page in ["/undo-deletion", "/not-me"] {
        let mails = journal.mails_to(NEW).await;
        let token = mails.iter().find_map(|mail| mail.token_for(page)).expect("a token of the thief's");
        assert_eq!(redeem(&journal, &page[1..], &token).await.refusal(), TOKEN_INVALID, "{page}");
    }
}

#[tokio::test]
async fn one_may_go_back_to_an_address_that_is_still_held_for_oneself() {
    let journal = TestApp::start().await;
    let ada = journal.person(OLD).await;
    move_to(&journal, &ada.tokens.access, NEW).await;
    journal.advance(120);
    move_to(&journal, &ada.tokens.access, OLD).await;
    assert_eq!(address(&journal, &ada.tokens.access).await, OLD);
    journal.advance(72 * 3_600);
    app::work::sweep(&journal.app).await.expect("swept");
    journal.sign_in(OLD, PASSWORD).await;
    journal.person(NEW).await;
}

#[tokio::test]
async fn confirming_late_or_for_an_address_that_was_taken_meanwhile_is_refused() {
    let journal = TestApp::start().await;
    let ada = journal.person(OLD).await;
    let asked = change_email(&journal, &ada.tokens.access, NEW).await;
    journal.person(NEW).await;
    let taken = redeem(&journal, "confirm-email-change", asked.text("dev_confirm_token")).await;
    assert_eq!(taken.refusal(), TOKEN_INVALID);
    journal.advance(61);
    let again = change_email(&journal, &ada.tokens.access, "late@example.org").await;
    let again = if again.status == 403 {
        let tokens = journal.sign_in(OLD, PASSWORD).await;
        change_email(&journal, &tokens.access, "late@example.org").await
    } else {
        again
    };
    journal.advance(24 * 3_600);
    let late = redeem(&journal, "confirm-email-change", again.text("dev_confirm_token")).await;
    assert_eq!(late.refusal(), TOKEN_INVALID);
}
