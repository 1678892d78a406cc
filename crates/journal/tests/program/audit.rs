use store::{Change, DatabaseUrl, Options, Store};

use serde_json::Value;

use super::{Home, stderr, stdout};

/// Changes the database behind the program's back.
fn tamper(home: &Home, change: &'static str) {
    let url = match &home.database {
        Some(url) => url.parse().unwrap(),
        None => DatabaseUrl::Sqlite(home.path().join("data/journal.db")),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(Options { url, connections: 1 }).await.unwrap();
        store.commit([Change::new(change, [])]).await.unwrap();
        store.close().await;
    });
}

/// ASVS 16.4.2
#[test]
fn the_trail_is_verified_with_and_without_a_server_and_what_was_changed_is_told() {
    let home = Home::new();
    let empty = home.json(&["audit", "verify"])["anchor"].as_str().unwrap().to_owned();
    assert_eq!(home.json(&["audit", "verify", "--anchor", &empty])["ok"], true);
    home.create("ada@example.org", "user");
    home.create("bob@example.org", "admin");
    let report = home.json(&["audit", "verify"]);
    assert_eq!((&report["ok"], &report["events"], &report["found"]), (&true.into(), &2.into(), &0.into()));
    let anchor = report["anchor"].as_str().unwrap().to_owned();
    let server = home.serve(&[]);
    home.run(&["user", "disable", "ada@example.org"], &[]);
    let report = home.json(&["audit", "verify", "--anchor", &anchor]);
    assert_eq!((&report["ok"], &report["events"]), (&true.into(), &3.into()));
    drop(server);

    tamper(&home, "delete from audit_events where checkpoint = 1");
    let found = home.run(&["audit", "verify"], &[]);
    assert_eq!(found.status.code(), Some(1), "{}", stderr(&found));
    assert!(stdout(&found).contains("The audit trail is not as it was written"), "{}", stdout(&found));
    let found = home.run(&["audit", "verify", "--json"], &[]);
    assert_eq!(found.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(report["ok"], false);
    assert!(
        report["findings"].as_array().unwrap().iter().any(|finding| finding["what"] == "checkpoint_changed")
    );
}

/// What verifying says, whether all is well or not.
fn verified(home: &Home) -> Value {
    serde_json::from_slice(&home.run(&["audit", "verify", "--json"], &[]).stdout).unwrap()
}

/// What the doctor says of the anchor: its state, and the hint.
fn doctor_on_the_anchor(home: &Home) -> (String, String) {
    let told: Value = serde_json::from_slice(&home.run(&["doctor", "--json"], &[]).stdout).unwrap();
    let findings = told["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["check"] == "audit anchor").unwrap();
    let text = |member: &str| finding[member].as_str().unwrap_or_default().to_owned();
    (text("state"), text("hint"))
}

/// ASVS 16.4.2
#[test]
fn a_whole_end_thrown_away_with_its_checkpoints_while_nothing_runs_is_found_by_default() {
    let home = Home::new();
    home.create("ada@example.org", "user");
    home.serve(&[]).stop();
    home.create("bob@example.org", "admin");
    home.serve(&[]).stop();
    let anchor = home.path().join("data/audit.anchor");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&anchor).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(&anchor).unwrap().trim(), verified(&home)["anchor"]);
    assert_eq!(doctor_on_the_anchor(&home).0, "ok");

    tamper(&home, "delete from audit_events where checkpoint > 1");
    tamper(&home, "delete from audit_checkpoints where number > 1");
    let is_told = || {
        let report = verified(&home);
        report["findings"].as_array().unwrap().iter().any(|finding| finding["what"] == "trail_cut")
    };
    assert!(is_told());
    // Neither time nor new events make it good: the anchor stays until somebody has looked.
    for name in ["eve@example.org", "mal@example.org", "pat@example.org"] {
        home.create(name, "user");
    }
    home.serve(&[]).stop();
    assert!(is_told());
    let (state, hint) = doctor_on_the_anchor(&home);
    assert!(state == "error" && hint.contains("backup"), "{state}: {hint}");

    std::fs::remove_file(&anchor).unwrap();
    assert_eq!(verified(&home)["ok"], true, "a restored backup begins anew");
    home.serve(&[]).stop();
    assert_eq!(std::fs::read_to_string(&anchor).unwrap().trim(), verified(&home)["anchor"]);
}
