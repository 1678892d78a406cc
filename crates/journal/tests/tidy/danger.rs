//! What no file of ours does, because nothing that a person sends may ever become a program.

use super::{Source, assert_none, sources};

/// Lines of the sources below these folders, with these endings, that hold one of these words.
fn holding(folders: &[&str], endings: &[&str], words: &[&str]) -> Vec<String> {
    let is_meant = |source: &Source| {
        folders.iter().any(|folder| source.is_below(folder))
            && source.has_ending(endings)
            && !source.path.contains(".test.")
    };
    let read: Vec<Source> = sources().into_iter().filter(is_meant).collect();
    assert!(read.len() > 10, "only {} files of {folders:?} were read", read.len());
    let lines = read.iter().flat_map(|source| {
        source.text.lines().enumerate().map(move |(at, line)| (format!("{}:{}", source.path, at + 1), line))
    });
    let found = lines.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    found.map(|(place, line)| format!("{place}: {}", line.trim())).collect()
}

const PROGRAM: [&str; 4] = ["crates/app/src", "crates/crypto/src", "crates/journal/src", "crates/store/src"];

/// ASVS 1.2.5
#[test]
fn the_program_starts_no_other_program() {
    let words = ["process::Command", "Command::new(", "libc::exec", "/bin/sh"];
    assert_none(&holding(&PROGRAM, &["rs"], &words), "do it in the program itself");
}

/// ASVS 1.2.4
#[test]
fn no_statement_is_put_together_from_parts() {
    // `Query::new` and `Change::new` take `&'static str`, so that a value can only be a parameter; this is the way round.
    let words = ["String::leak", "Box::leak", ".leak()", "concat!("];
    assert_none(
        &holding(&PROGRAM[..3], &["rs"], &words),
        "write the statement out, and give values as parameters",
    );
}

/// ASVS 1.3.2
#[test]
fn the_page_makes_no_code_of_text() {
    let words = ["eval(", "new Function(", "setTimeout(\"", "setTimeout('", "document.write(", "innerHTML ="];
    assert_none(&holding(&["web/src"], &["ts", "tsx"], &words), "call the function itself");
}

/// ASVS 1.4.1
#[test]
fn none_of_our_crates_allows_unsafe_code() {
    let breaches =
        holding(&["crates"], &["rs"], &["allow(unsafe_code)", "unsafe {", "unsafe fn", "unsafe impl"]);
    let elsewhere =
        breaches.into_iter().filter(|breach| !breach.starts_with("crates/journal/tests/tidy/danger.rs"));
    assert_none(&elsewhere.collect::<Vec<_>>(), "there is a safe way");
}

/// ASVS 1.2.9
#[test]
fn nothing_makes_a_pattern_of_what_a_person_typed() {
    let words = ["Regex::new", "RegexBuilder", "RegexSet", "regex::"];
    assert_none(&holding(&PROGRAM, &["rs"], &words), "compare, or look it up by a digest");
    assert_none(&holding(&["web/src"], &["ts", "tsx"], &["RegExp("]), "write the pattern out, or compare");
    let like = holding(
        &["crates/app/src", "crates/store/src"],
        &["rs", "sql"],
        &[" like $", " ilike ", " similar to ", " ~ $"],
    );
    assert_none(&like, "escape % and _, or compare");
}

/// ASVS 1.3.6, 13.2.4, 13.2.5
#[test]
fn connections_are_opened_in_these_places_alone_and_to_what_the_settings_name() {
    const PLACES: [(&str, &str); 7] = [
        ("crates/store/src/postgres/", "the database of JOURNAL_DATABASE_URL"),
        ("crates/app/src/mail/smtp.rs", "the mail server of JOURNAL_SMTP_URL"),
        ("crates/app/src/oauth/fetch.rs", "the hosts of JOURNAL_OAUTH_…"),
        ("crates/journal/src/traces/deliver.rs", "the collector of JOURNAL_OTLP_ENDPOINT"),
        ("crates/journal/src/cli/doctor/network.rs", "these three and the public URL, when an operator asks"),
        ("crates/journal/src/serve/supervisor.rs", "the socket that a supervisor names"),
        ("crates/journal/src/serve/", "its own listener"),
    ];
    let words = [
        "TcpStream::connect",
        "TcpSocket",
        "UdpSocket",
        "UnixStream",
        "UnixDatagram",
        "connect_tokio1",
        "lookup_host",
        "client::conn",
        "config.connect(",
        "Manager::from_config",
        "reqwest",
        "hyper_util::client",
        "AsyncSmtpTransport",
    ];
    let found = holding(&PROGRAM, &["rs"], &words);
    assert!(found.len() >= 5, "{found:?}");
    let elsewhere: Vec<String> =
        found.into_iter().filter(|line| !PLACES.iter().any(|(place, _)| line.starts_with(place))).collect();
    assert_none(&elsewhere, "say here whom it speaks to and which setting names them, and in SECURITY.md");
    let page = holding(
        &["web/src"],
        &["ts", "tsx"],
        &["XMLHttpRequest", "WebSocket(", "EventSource(", "sendBeacon", "importScripts"],
    );
    assert_none(&page, "the page speaks to its own server, by `fetch`");
}

/// ASVS 11.2.3, 11.3.1, 11.4.1, 11.4.3
#[test]
fn the_cryptography_in_use_is_the_one_of_the_inventory() {
    let inventory = std::fs::read_to_string(super::root().join("SECURITY.md")).unwrap();
    let inventory = inventory.split("## Cryptography in use").nth(1).unwrap();
    let manifest = std::fs::read_to_string(super::root().join("crates/crypto/Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names = dependencies
        .lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty());
    let plain = [
        "base64",
        "crc32fast",
        "jiff",
        "serde",
        "serde_json",
        "thiserror",
        "tokio",
        "uuid",
        "zeroize",
        "subtle",
    ];
    let mut counted = 0;
    for name in names.filter(|name| !plain.contains(name)) {
        assert!(inventory.contains(&format!("`{name}`")), "SECURITY.md does not say what `{name}` is for");
        counted += 1;
    }
    assert!(counted >= 10, "{counted}");
    let weak = [
        "Md5",
        "md5",
        "Md4",
        "Ecb",
        "ecb::",
        "Cbc",
        "cbc::",
        "Rc4",
        "TripleDes",
        "Pkcs1v15",
        "Sha1",
        "sha1::",
        "SHA1",
    ];
    let found = holding(&PROGRAM, &["rs"], &weak);
    // SHA-1 stands in two places. Lists of breached passwords are published in it, where it protects nothing; and the
    // codes of authenticator apps are HMAC-SHA-1 (RFC 6238), the one hash that all apps speak, which collisions do not
    // weaken.
    let places = ["crates/crypto/src/digest.rs", "crates/crypto/src/totp.rs", "crates/app/src/mfa/model.rs"];
    let elsewhere: Vec<String> =
        found.into_iter().filter(|line| !places.iter().any(|place| line.starts_with(place))).collect();
    assert_none(&elsewhere, "use SHA-256, HMAC-SHA-256 or a sealed box");
    let outside = holding(
        &["crates/app/src", "crates/journal/src", "crates/store/src"],
        &["rs"],
        &["chacha20poly1305", "ed25519", "Hmac<", "argon2::", "aes_gcm", "getrandom::"],
    );
    assert_none(&outside, "cryptography lives in crates/crypto");
}

/// ASVS 13.3.1
#[test]
fn no_file_holds_a_secret() {
    let marks = [
        concat!("BEGIN PRIV", "ATE KEY"),
        concat!("BEGIN RSA PRIV", "ATE"),
        concat!("BEGIN EC PRIV", "ATE"),
        concat!("BEGIN OPENSSH PRIV", "ATE"),
        concat!("AK", "IA"),
        concat!("gh", "p_"),
        concat!("xox", "b-"),
        concat!("glp", "at-"),
        concat!("sk_", "live_"),
    ];
    let all = sources();
    let holds = |source: &&Source| {
        marks.iter().any(|mark| source.text.contains(mark) && !source.path.ends_with("-lock.json"))
    };
    let found: Vec<String> = all.iter().filter(holds).map(|source| source.path.clone()).collect();
    assert_none(&found, "a secret comes from the environment or from a file that its owner alone may read");
    let kept = |source: &&Source| {
        source.has_ending(&["pem", "key", "p12", "pfx", "env"]) || source.path.ends_with("/.env")
    };
    let found: Vec<String> = all.iter().filter(kept).map(|source| source.path.clone()).collect();
    assert_none(&found, "tests make the keys that they need");
}
