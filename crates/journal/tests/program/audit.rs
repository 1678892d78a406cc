use store::{Change, DatabaseUrl, Options, Store};

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
    let report: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(report["ok"], false);
    assert!(
        report["findings"].as_array().unwrap().iter().any(|finding| finding["what"] == "checkpoint_changed")
    );
}
