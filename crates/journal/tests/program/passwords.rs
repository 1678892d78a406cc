use std::fs;

use super::{Home, refusal};

#[test]
fn a_breach_list_is_made_named_and_held_against_new_passwords() {
    let home = Home::new();
    let digest = crypto::sha1(testkit::PASSWORD.as_bytes());
    let line = digest.iter().fold(String::new(), |line, byte| format!("{line}{byte:02X}"));
    fs::write(home.path().join("published.txt"), format!("{line}:3\n")).unwrap();
    let made = home.json(&["passwords", "build-breach-list", "published.txt", "breaches"]);
    assert_eq!(made["entries"], 1);
    let settings = [("BREACH_LIST", "breaches")];
    let create = ["user", "create", "ada@example.org"];
    let refused = refusal(&home.run_with(&create, &settings, testkit::PASSWORD));
    assert!(refused.contains("breach"), "{refused}");
    assert!(home.run_with(&create, &settings, testkit::OTHER_PASSWORD).status.success());
}

#[test]
fn a_breach_list_that_is_none_stops_every_start_with_its_name() {
    let home = Home::new();
    fs::write(home.path().join("breaches"), "nothing").unwrap();
    for arguments in [&["user", "list"][..], &["config", "check"]] {
        let refused = refusal(&home.run(arguments, &[("BREACH_LIST", "breaches")]));
        assert!(
            refused.contains("JOURNAL_BREACH_LIST") && refused.contains("build-breach-list"),
            "{refused}"
        );
    }
    let none = refusal(&home.run(&["passwords", "build-breach-list", "nowhere", "breaches"], &[]));
    assert!(none.contains("nowhere"), "{none}");
}
