use super::*;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const ADDRESS: &str = "2001:db8:1:2:3:4:5:6";

fn not_me() -> String {
    "https://journal.example/not-me#token=abc_DEF-123".to_owned()
}

fn recovery_code_used(at: Timestamp, left: usize) -> Message {
    Message::RecoveryCodeUsed {
        at,
        address: ADDRESS.to_owned(),
        left,
        is_few: left <= 3,
        link: "https://journal.example/account".to_owned(),
        not_me: not_me(),
    }
}

fn about_passkeys() -> [Message; 3] {
    let (at, link) = (time("2026-09-22T16:05:00Z"), "https://journal.example/account/passkeys");
    [
        Message::PasskeyAdded {
            at,
            address: ADDRESS.to_owned(),
            name: "My phone".to_owned(),
            link: link.to_owned(),
            not_me: not_me(),
        },
        Message::PasskeyRemoved {
            at,
            address: ADDRESS.to_owned(),
            name: "My phone".to_owned(),
            not_me: not_me(),
        },
        Message::PasskeyCloned {
            at,
            address: ADDRESS.to_owned(),
            name: "My phone".to_owned(),
            link: link.to_owned(),
            not_me: not_me(),
        },
    ]
}

fn about_providers() -> [Message; 2] {
    let at = time("2026-09-22T16:05:00Z");
    [
        Message::ProviderConnected {
            at,
            address: ADDRESS.to_owned(),
            provider: "Our <house>".to_owned(),
            link: "https://journal.example/account/providers".to_owned(),
            not_me: not_me(),
        },
        Message::ProviderDisconnected {
            at,
            address: ADDRESS.to_owned(),
            provider: "Our <house>".to_owned(),
            not_me: not_me(),
        },
    ]
}

fn all() -> Vec<Message> {
    let link = "https://journal.example/verify-email#token=abc_DEF-123&x".to_owned();
    let at = time("2026-09-22T16:05:00Z");
    vec![
        Message::VerifyAddress { link: link.clone(), begun: at, expires: at },
        Message::AlreadyRegistered { at, link: link.clone() },
        Message::RefreshReused {
            at,
            address: ADDRESS.to_owned(),
            browser: "Firefox on Linux".to_owned(),
            link: link.clone(),
            not_me: not_me(),
        },
        Message::RolesChanged {
            at,
            roles: "user, support".to_owned(),
            reason: "She helps <others> on weekends".to_owned(),
        },
        Message::TokenCreated {
            name: "Backup of <every> night".to_owned(),
            at,
            address: ADDRESS.to_owned(),
            expires: at,
            link: link.clone(),
            not_me: not_me(),
        },
        Message::ResetPassword { link: link.clone(), at, expires: at },
        Message::PasswordChanged { at, address: ADDRESS.to_owned(), not_me: not_me() },
        Message::SecondFactorOn { at, address: ADDRESS.to_owned(), not_me: not_me() },
        Message::SecondFactorOff { at, address: Some(ADDRESS.to_owned()), not_me: not_me() },
        Message::SecondFactorOff { at, address: None, not_me: not_me() },
        recovery_code_used(at, 1),
        recovery_code_used(at, 7),
        Message::NewDevice {
            at,
            address: ADDRESS.to_owned(),
            browser: "Firefox on Linux".to_owned(),
            link: link.clone(),
            not_me: not_me(),
        },
        Message::AccountLocked { at, link: link.clone(), not_me: not_me() },
        Message::ConfirmEmail { link: link.clone(), expires: at },
        Message::AddressInUse { at, link: link.clone() },
        Message::EmailChangeAsked { at, address: ADDRESS.to_owned(), not_me: not_me() },
        Message::EmailChanged { at, until: at, undo: not_me() },
        Message::TakenBack { link: link.clone(), expires: at, again: not_me() },
        Message::DeletionPlanned { at, on: at, undo: link.clone(), not_me: not_me() },
        Message::DeletionWaits { link, on: at },
        Message::Test {},
    ]
    .into_iter()
    .chain([about_a_role()])
    .chain(acts())
    .chain(about_passkeys())
    .chain(about_providers())
    .collect()
}

fn about_a_role() -> Message {
    let grants = ["write, change and delete your entries", "sign out devices, make and revoke access tokens"];
    Message::RoleGrantsChanged {
        at: time("2026-11-22T16:05:00Z"),
        role: "night-watch-of-the-house".to_owned(),
        grants: grants.map(str::to_owned).into(),
        reason: "A helper has to end sessions at night, too.".to_owned(),
    }
}

fn acts() -> impl Iterator<Item = Message> {
    let at = time("2026-11-22T16:05:00Z");
    let reason = "Somebody wrote to us that this address is not yours any more, and we could not reach you \
                  in any other way before the end of the week. <b>Write to us</b>.";
    let link = "https://journal.example/undo-deletion#token=abc_DEF-123";
    let act = move |act: AdminAct, has_link: bool| Message::AdminActed {
        act,
        at,
        reason: reason.to_owned(),
        name: matches!(act, AdminAct::PasskeyRemoved | AdminAct::TokenRevoked)
            .then(|| "<Blue> key".to_owned()),
        link: has_link.then(|| link.to_owned()),
        until: has_link.then_some(at),
    };
    [
        act(AdminAct::Locked, false),
        act(AdminAct::Unlocked, false),
        act(AdminAct::SessionsEnded, false),
        act(AdminAct::ResetSent, true),
        act(AdminAct::SecondFactorRemoved, false),
        act(AdminAct::PasskeyRemoved, false),
        act(AdminAct::TokenRevoked, false),
        act(AdminAct::DeletionPlanned, true),
    ]
    .into_iter()
}

#[test]
fn every_message_has_a_subject_and_says_the_same_in_text_and_html() {
    for message in all() {
        let letter = message.write("ada@example.org");
        assert!((10..60).contains(&letter.subject.len()), "{}", letter.subject);
        assert!(letter.html.contains(&letter.subject));
        assert!(letter.html.trim_end().ends_with("</html>"));
        assert!(letter.html.lines().all(|line| line.len() <= 998), "a line is too long for mail");
        for link in letter.links() {
            assert!(
                letter.html.contains(&link.replace('&', "&amp;")),
                "{link} is missing in {}",
                letter.html
            );
        }
    }
}

#[test]
fn every_kind_is_told_has_its_templates_and_is_rendered_here() {
    let mut kinds = Message::KINDS.to_vec();
    kinds.sort_unstable();
    let mut rendered: Vec<&str> = all().iter().map(Message::name).collect();
    rendered.sort_unstable();
    rendered.dedup();
    assert_eq!(rendered, kinds);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mail/templates");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let texts = names.filter_map(|name| Some(name.to_str()?.strip_suffix(".txt")?.to_owned()));
    let mut written: Vec<String> = texts.filter(|name| name != "layout" && name != "not-me").collect();
    written.sort_unstable();
    assert_eq!(written, kinds);
}

#[test]
fn the_text_fits_a_terminal_and_never_shouts() {
    for message in all() {
        let letter = message.write("ada@example.org");
        for line in letter.text.lines().filter(|line| !line.contains("://")) {
            assert!(line.chars().count() <= 72, "{line}");
        }
        assert!(!letter.text.contains('!') && !letter.text.contains("{{") && !letter.text.contains("\n\n\n"));
        assert!(!letter.text.starts_with('\n') && letter.text.contains("\n-- \n"), "{}", letter.text);
    }
}

#[test]
fn a_verification_names_its_link_and_when_it_ends() {
    let letter = all()[0].write("ada@example.org");
    assert_eq!(letter.links(), ["https://journal.example/verify-email#token=abc_DEF-123&x"]);
    assert!(letter.text.contains("22 September 2026, 16:05 UTC"));
    assert!(letter.html.contains("22 September 2026, 16:05 UTC"));
}

/// ASVS 1.2.1, 1.3.7
#[test]
fn what_a_stranger_chose_is_text_and_not_markup() {
    let notice = Message::RefreshReused {
        at: time("2026-11-22T16:05:00Z"),
        address: "192.0.2.7".to_owned(),
        browser: "<img src=x onerror=alert(1)>\"'&".to_owned(),
        link: "https://journal.example/account/devices".to_owned(),
        not_me: not_me(),
    };
    let letter = notice.write("ada@example.org");
    assert!(letter.html.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"));
    assert!(!letter.html.contains("<img"));
    assert!(letter.text.contains("<img src=x onerror=alert(1)>\"'&"));
}
