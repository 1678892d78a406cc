//! One test at least for each check, that makes it fail.

mod breaches;
mod contents;
mod judge;
mod network;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use super::{Home, refusal, stderr, stdout};
use testkit::MailServer;

/// State of a check, after the doctor ran with these settings.
fn examine(home: &Home, settings: &[(&str, &str)]) -> (bool, Value) {
    let output = home.run(&["doctor", "--json"], settings);
    let told: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    assert_eq!(told["ok"], output.status.success());
    for finding in told["findings"].as_array().unwrap() {
        assert_eq!(finding["hint"].is_null(), finding["state"] == "ok", "{finding}");
    }
    (output.status.success(), told["findings"].clone())
}

fn state<'a>(findings: &'a Value, check: &str) -> Vec<&'a str> {
    let of_check = findings.as_array().unwrap().iter().filter(|finding| finding["check"] == check);
    of_check.map(|finding| finding["state"].as_str().unwrap()).collect()
}

fn says<'a>(findings: &'a Value, check: &str) -> &'a str {
    let found = findings.as_array().unwrap().iter().find(|finding| finding["check"] == check);
    found.and_then(|finding| finding["says"].as_str()).unwrap_or_else(|| panic!("no {check} in {findings:#}"))
}

/// A home in which the server ran once.
fn used() -> Home {
    ran_in(Home::new())
}

fn ran_in(home: Home) -> Home {
    home.serve(&[]).stop();
    home
}

fn permit(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn nothing_is_wrong_with_a_sound_installation_also_while_it_serves() {
    let home = Home::new();
    let _server = home.serve(&[]);
    let (ok, findings) = examine(&home, &[]);
    assert!(ok, "{findings:#}");
    let checks = "settings, open files, data folder, disk space, master key, writing, clock, public address, \
                  listening, metrics, database, integrity, migrations, database writes, keys, directories, outbox, \
                  time zones, mail";
    for check in checks.split(", ") {
        assert_eq!(state(&findings, check), ["ok"], "{check}: {findings:#}");
    }
    let probe = |path: &Path| path.extension().is_some_and(|ending| ending == "probe");
    let files = home.path().join("data").read_dir().unwrap().map(|file| file.unwrap().path());
    assert_eq!(files.filter(|path| probe(path)).count(), 0, "the probe is gone");
}

#[test]
fn a_house_that_nobody_moved_into_is_no_error() {
    let home = Home::on_sqlite();
    let (ok, findings) = examine(&home, &[]);
    assert!(ok, "{findings:#}");
    assert_eq!(state(&findings, "data folder"), ["warning"]);
    assert_eq!(state(&findings, "database"), ["warning"]);
    assert!(!home.path().join("data").exists(), "looking makes nothing");
}

#[test]
fn wrong_settings_are_an_error_with_all_their_sentences() {
    let home = Home::new();
    let (ok, findings) = examine(&home, &[("LIMIT_GUESSES", "0"), ("ENV", "prod")]);
    assert!(!ok);
    assert_eq!(state(&findings, "settings"), ["error"]);
    assert!(findings[0]["says"].as_str().unwrap().contains("JOURNAL_LIMIT_GUESSES"));
}

/// ASVS 13.3.2
#[test]
fn a_key_that_others_can_read_is_an_error_and_a_folder_a_warning() {
    let home = used();
    permit(&home.path().join("data/master.key"), 0o644);
    permit(&home.path().join("data"), 0o755);
    let (ok, findings) = examine(&home, &[]);
    assert!(!ok);
    assert_eq!(state(&findings, "master key"), ["error"]);
    assert_eq!(state(&findings, "data folder"), ["warning"]);
    let hints: Vec<&str> = findings.as_array().unwrap().iter().filter_map(|f| f["hint"].as_str()).collect();
    assert!(hints.iter().any(|hint| hint.starts_with("chmod 600 ")), "{hints:?}");
}

#[test]
fn a_damaged_database_is_an_error() {
    let home = ran_in(Home::on_sqlite());
    let path = home.path().join("data/journal.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xff);
    std::fs::write(&path, bytes).unwrap();
    let (ok, findings) = examine(&home, &[]);
    assert!(!ok, "{findings:#}");
}

#[test]
fn a_key_that_does_not_fit_is_an_error() {
    let home = used();
    let (ok, findings) = examine(&home, &[("MASTER_KEY", crate::config::MASTER_KEY)]);
    assert!(!ok);
    assert_eq!(state(&findings, "keys"), ["error"]);
    assert!(says(&findings, "keys").contains("the keys of") || says(&findings, "keys").contains("csrf"));
    std::fs::remove_file(home.path().join("data/master.key")).unwrap();
    let (ok, findings) = examine(&home, &[]);
    assert!(!ok);
    assert_eq!((state(&findings, "keys"), state(&findings, "master key")), (vec!["error"], vec!["warning"]));
    std::fs::write(home.path().join("data/master.key"), "no key").unwrap();
    let (ok, findings) = examine(&home, &[]);
    assert!(!ok);
    assert_eq!(state(&findings, "master key"), ["error"]);
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_an_error() {
    let home = used();
    let url = format!("smtp://{}", MailServer::nowhere().await);
    let (ok, findings) = examine(&home, &[("SMTP_URL", url.as_str())]);
    assert!(!ok);
    assert_eq!(state(&findings, "mail"), ["error"]);
}

/// ASVS 12.3.2
#[tokio::test]
async fn a_mail_server_without_the_tls_that_is_asked_for_is_an_error() {
    let home = used();
    let server = MailServer::start_with_tls().await;
    let required = format!("smtp://{}?tls=required", server.address());
    let home = tokio::task::spawn_blocking(move || {
        let (ok, findings) = examine(&home, &[("SMTP_URL", required.as_str())]);
        assert!(!ok, "nobody signed its certificate");
        assert_eq!(state(&findings, "mail"), ["error"]);
        home
    });
    let (home, offered) = (home.await.unwrap(), format!("smtp://{}", server.address()));
    let findings = tokio::task::spawn_blocking(move || examine(&home, &[("SMTP_URL", offered.as_str())]).1);
    assert!(says(&findings.await.unwrap(), "mail").contains("over TLS"));
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let home = used();
    // Not by its mode, which does not bind whoever is root: where a folder should be stands a link to a device.
    let other = tempfile::tempdir().unwrap();
    let folder = other.path().join("data");
    std::fs::create_dir(&folder).unwrap();
    std::os::unix::fs::symlink("/proc/self", folder.join("link")).unwrap();
    let (ok, findings) = examine(&home, &[("DATA_DIR", folder.join("link").to_str().unwrap())]);
    assert!(!ok, "{findings:#}");
    assert_eq!(state(&findings, "writing"), ["error"]);
}

#[test]
fn few_open_files_are_a_warning_and_hardly_any_an_error() {
    let home = used();
    for (limit, expected) in [("64", "error"), ("512", "warning"), ("4096", "ok")] {
        let output = home.run_under(&format!("ulimit -n {limit}"), &["doctor", "--json"]);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(state(&told["findings"], "open files"), [expected], "{limit}");
        assert_eq!(output.status.success(), expected != "error");
    }
}

#[test]
fn a_database_that_is_away_is_an_error_and_the_rest_is_still_looked_at() {
    let home = used();
    let (ok, findings) = examine(&home, &[("DATABASE_URL", "postgres://127.0.0.1:1/journal")]);
    assert!(!ok);
    assert_eq!(state(&findings, "database"), ["error"]);
    assert_eq!(state(&findings, "mail"), ["ok"]);
}

#[test]
fn people_get_marks_and_hints() {
    let home = used();
    permit(&home.path().join("data/master.key"), 0o644);
    let output = home.run(&["doctor"], &[]);
    let lines = stdout(&output);
    assert!(lines.lines().any(|line| line.starts_with("ERROR    master key: ")), "{lines}");
    assert!(lines.contains("chmod 600"), "{lines}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_settings_file_that_is_missing_is_told_in_a_sentence() {
    assert!(refusal(&Home::new().run(&["doctor", "--config", "missing.toml"], &[])).contains("missing.toml"));
}
