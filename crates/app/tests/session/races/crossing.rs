//! Two servers, one whose clock says that the window has passed and one whose clock says that it has not.

use std::time::Duration;

use app::id::AccountId;

use super::node::{Nodes, stepped};

/// A rotation that was decided before the old token was given once more must not go through: that answer may still be
/// on its way, and would put the old token back into the jar.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_was_just_given_again_is_not_replaced_by_a_server_that_read_before() {
    let nodes = Nodes::start().await;
    let person = nodes.journal().person("ada@example.com").await;
    let account = AccountId(person.id.parse().expect("an id"));
    for polls in 0..12 {
        let (_, login) = nodes.sign_in(account).await;
        let (_, current) = nodes.refresh(0, &login).await.token.expect("a successor");
        nodes.advance(31);
        let mut rotating = Box::pin(nodes.refresh(0, &current));
        let early = stepped(rotating.as_mut(), polls).await;
        nodes.advance(-1);
        let mut repeating = tokio::spawn(nodes.refresh(1, &current));
        // It may have to wait for the row; then the first one goes on.
        let waited = tokio::time::timeout(Duration::from_millis(200), &mut repeating).await;
        nodes.advance(1);
        let rotated = match early {
            Some(given) => given,
            None => rotating.await,
        };
        let repeated = match waited {
            Ok(given) => given.expect("an answer"),
            Err(_) => repeating.await.expect("an answer"),
        };
        let generations = (repeated.token.expect("a token").0, rotated.token.expect("a token").0);
        assert_ne!(generations, (2, 3), "after {polls} polls");
    }
}
