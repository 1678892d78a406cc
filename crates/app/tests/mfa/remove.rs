use app::admin;
use testkit::{PASSWORD, TestApp};

use super::{EMAIL, ada, happened, status};

/// ASVS 6.5.6, 6.4.4
#[tokio::test]
async fn the_operator_removes_the_factors_of_somebody_who_lost_them_and_they_are_told() {
    let journal = TestApp::start().await;
    ada(&journal).await;
    journal.first_step(EMAIL, PASSWORD).await;
    let command = journal.command().await;
    assert!(admin::show(&command, EMAIL).await.expect("shown").has_second_factor);
    let shown = admin::remove_factors(&command, EMAIL).await.expect("removed");
    assert!(!shown.has_second_factor);
    let tokens = journal.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(status(&journal, &tokens.access).await["recovery_codes_left"], 0);
    assert!(happened(&journal, &tokens.access).await.contains(&"second_factor_removed".to_owned()));
    let mails = journal.mails_to(EMAIL).await;
    let told = mails.iter().find(|mail| mail.subject == "Signing in asks for no second factor now");
    assert!(told.expect("a mail").text.contains("Whoever runs this journal has removed"));
}

#[tokio::test]
async fn where_there_is_nothing_to_remove_nobody_is_told() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let before = journal.mails_to(EMAIL).await.len();
    admin::remove_factors(&journal.app, EMAIL).await.expect("nothing to do");
    assert_eq!(journal.mails_to(EMAIL).await.len(), before);
    assert!(!happened(&journal, &ada.tokens.access).await.contains(&"second_factor_removed".to_owned()));
}
