//! Which network a guess comes from, whatever the client says of itself.

use app::admin;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

use super::{TOO_MANY, behind_a_proxy, from, login};

const ADA: &str = "ada@example.com";

async fn ada(journal: &TestApp) {
    admin::create(&journal.app, ADA, PASSWORD, app::access::Role::User).await.expect("made");
}

/// Ten wrong guesses, each from what `address` names.
async fn ten_guesses(journal: &TestApp, address: impl Fn(u32) -> String) {
    for n in 0..10 {
        let guess = from(login(journal, ADA, OTHER_PASSWORD), &address(n));
        assert_eq!(journal.send(guess).await.status, 401);
    }
}

async fn answer(journal: &TestApp, address: &str) -> u16 {
    let answer = journal.send(from(login(journal, ADA, PASSWORD), address)).await;
    assert!(answer.status == 200 || answer.refusal() == TOO_MANY, "{answer:?}");
    answer.status
}

/// ASVS 4.1.3, 15.3.4
#[tokio::test]
async fn whoever_is_no_trusted_proxy_stays_in_one_network_whatever_it_forwards() {
    let elsewhere = |settings: &mut app::settings::Settings| {
        settings.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")];
    };
    for journal in [TestApp::start().await, TestApp::with(elsewhere).await] {
        ada(&journal).await;
        ten_guesses(&journal, |n| format!("203.0.113.{n}")).await;
        assert_eq!(answer(&journal, "198.51.100.1").await, 429);
        for (header, value) in [("forwarded", "for=198.51.100.2"), ("x-real-ip", "198.51.100.2")] {
            let guess = login(&journal, ADA, PASSWORD).header(header, value);
            assert_eq!(journal.send(guess).await.refusal(), TOO_MANY, "{header}");
        }
    }
}

/// ASVS 15.3.4
#[tokio::test]
async fn what_a_client_wrote_before_the_proxy_counts_for_nothing() {
    let journal = behind_a_proxy().await;
    ada(&journal).await;
    ten_guesses(&journal, |n| format!("198.51.100.{n}, 203.0.113.5")).await;
    assert_eq!(answer(&journal, "192.0.2.1, 203.0.113.5").await, 429);
    assert_eq!(answer(&journal, "203.0.113.5, 192.0.2.1").await, 200);
}

#[tokio::test]
async fn a_household_of_ipv6_is_one_network_and_its_neighbour_is_another() {
    let journal = behind_a_proxy().await;
    ada(&journal).await;
    ten_guesses(&journal, |n| format!("2001:db8:1:2:{n:x}::{n:x}")).await;
    assert_eq!(answer(&journal, "2001:db8:1:2:ffff:ffff:ffff:ffff").await, 429);
    assert_eq!(answer(&journal, "2001:db8:1:3::1").await, 200);
}

#[tokio::test]
async fn an_address_of_ipv4_is_the_same_when_it_is_written_as_one_of_ipv6() {
    let journal = behind_a_proxy().await;
    ada(&journal).await;
    ten_guesses(&journal, |n| {
        if n % 2 == 0 { "::ffff:203.0.113.5".to_owned() } else { "203.0.113.5".to_owned() }
    })
    .await;
    assert_eq!(answer(&journal, "203.0.113.5").await, 429);
    assert_eq!(answer(&journal, "::ffff:203.0.113.6").await, 200);
}
