//! What a measurement means, where the machine of a test cannot be brought to measure it.

use app::admin::examine::Outbox;
use app::audit::Kept;
use app::key::Fit;
use app::mail::Reached;
use journal::cli::doctor::State::{Error, Ok, Warning};
use journal::cli::doctor::judge;

const MIB: u64 = 1024 * 1024;

#[test]
fn a_disk_that_fills_is_a_warning_and_a_full_one_an_error() {
    for (free, state) in [(63 * MIB, Error), (64 * MIB, Warning), (1023 * MIB, Warning), (1024 * MIB, Ok)] {
        assert_eq!(judge::space(free, "./data").state, state, "{free}");
    }
}

#[test]
fn a_clock_that_was_never_set_is_an_error_and_one_that_goes_wrong_a_warning() {
    let at = |text: &str| text.parse().unwrap();
    let now = at("2026-08-01T12:00:00Z");
    assert_eq!(judge::clock(at("1970-01-01T00:10:00Z"), None).state, Error);
    assert_eq!(judge::clock(now, Some(at("2026-08-01T12:02:00Z"))).state, Warning);
    assert_eq!(judge::clock(now, Some(at("2026-08-01T11:58:00Z"))).state, Warning);
    assert_eq!(judge::clock(now, Some(at("2026-08-01T12:00:30Z"))).state, Ok);
}

#[test]
fn what_people_type_is_judged_with_where_the_program_listens() {
    let judged = |public: &str, listen: &str, has_proxy| {
        let is_loopback = public.contains("localhost");
        judge::public_address(public, is_loopback, listen.parse().unwrap(), has_proxy).state
    };
    assert_eq!(judged("http://localhost:8080", "127.0.0.1:8080", false), Ok);
    assert_eq!(judged("https://journal.example.org", "127.0.0.1:8080", true), Ok);
    assert_eq!(judged("https://journal.example.org", "10.0.0.7:8080", true), Ok);
    assert_eq!(judged("https://journal.example.org", "127.0.0.1:8080", false), Warning, "who speaks TLS?");
    assert_eq!(judged("https://journal.example.org", "0.0.0.0:8080", true), Warning, "past the proxy");
    assert_eq!(judged("http://nas.local:8080", "0.0.0.0:8080", false), Warning, "in the clear");
}

#[test]
fn a_secret_from_an_example_is_an_error_however_long() {
    for secret in
        ["my-very-long-secret-0123456789-abcdefgh", "CHANGEME-CHANGEME-0123456789-abcdefghij", "ababababab"]
    {
        assert_eq!(judge::token_secret(secret.as_bytes()).state, Error, "{secret}");
    }
    assert_eq!(judge::token_secret(b"q8Zr1vT0mXkP4sYd7LbNw2GhJc5AeUfi").state, Ok);
}

#[test]
fn a_mail_server_elsewhere_that_is_spoken_to_in_the_clear_is_a_warning() {
    let reached = |is_encrypted, is_here| judge::mail(Reached { is_encrypted, is_here }).state;
    assert_eq!(reached(false, false), Warning);
    assert_eq!((reached(true, false), reached(false, true), reached(true, true)), (Ok, Ok, Ok));
}

#[test]
fn a_trail_that_lost_its_anchor_is_an_error_that_speaks_of_backups() {
    let judged = |kept| judge::anchor(&kept, std::path::Path::new("data/audit.anchor"));
    assert_eq!((judged(Kept::None).state, judged(Kept::Stands(7)).state), (Ok, Ok));
    let cut = judged(Kept::Cut(7));
    assert_eq!(cut.state, Error);
    assert!(cut.hint.is_some_and(|hint| hint.contains("backup") && hint.contains("data/audit.anchor")));
    assert_eq!(judged(Kept::Unread("denied".to_owned())).state, Error);
}

#[test]
fn keys_that_wait_to_be_wrapped_anew_are_a_warning() {
    assert_eq!(judge::keys(&Fit { opened: 8, waiting: 2, closed: Vec::new() }).state, Warning);
    assert_eq!(judge::keys(&Fit { opened: 8, waiting: 2, closed: vec!["csrf".to_owned()] }).state, Error);
    assert_eq!(judge::keys(&Fit { opened: 8, ..Fit::default() }).state, Ok);
}

#[test]
fn mails_that_were_given_up_are_a_warning() {
    let now = "2026-08-01T12:00:00Z".parse().unwrap();
    assert_eq!(judge::outbox(&Outbox { given_up: 3, ..Outbox::default() }, now).state, Warning);
    let waiting = Outbox { waiting: 2, oldest: Some("2026-08-01T11:30:00Z".parse().unwrap()), given_up: 0 };
    assert_eq!(judge::outbox(&waiting, now).state, Ok);
}

#[test]
fn passkeys_need_a_name_and_stay_with_the_one_that_they_were_made_for() {
    let made = |host: &str| vec![(host.to_owned(), 3)];
    let judged = |public: &str, made: &[(String, i64)], related: &[&str]| {
        let related: Vec<String> = related.iter().map(|&origin| origin.to_owned()).collect();
        judge::passkeys(public, made, &related).state
    };
    assert_eq!(judged("https://journal.example", &made("journal.example"), &[]), Ok);
    assert_eq!(judged("https://192.0.2.7", &[], &[]), Warning, "no name");
    assert_eq!(judged("https://new.example", &made("journal.example"), &[]), Error, "another name");
    assert_eq!(judged("https://journal.example", &[], &["https://other.example"]), Ok);
    assert_eq!(judged("https://journal.example", &[], &["http://other.example"]), Error, "in the clear");
    assert_eq!(judged("https://journal.example", &[], &["https://a.example"; 6]), Warning, "too many");
    let told = judge::passkeys("https://new.example", &made("journal.example"), &[]);
    assert!(told.says.contains("journal.example") && told.hint.is_some());
}
