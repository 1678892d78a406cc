use std::fs;

use serde_json::{Value, json};

use super::{Home, refusal, stderr, stdout};

const HASH: &str = "$2a$06$LquNnUEQr1YVXqLx4.Tz1uReBTEtPfSigv4UEn6LqXYdYyp1uHdcy";

/// What an import says as JSON, and whether it succeeded.
fn import(home: &Home, name: &str, text: &str, more: &[&str]) -> (Value, bool) {
    fs::write(home.path().join(name), text).unwrap();
    let output = home.run(&[&["user", "import", name, "--json"], more].concat(), &[]);
    (
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output))),
        output.status.success(),
    )
}

#[test]
fn lines_of_json_become_accounts_and_refused_ones_are_told_by_number() {
    let home = Home::new();
    let text = format!(
        "{}\n\nnonsense\n{}\n{}\n",
        json!({"email": "ada@example.org", "username": "ada", "password_hash": HASH, "roles": ["admin"]}),
        json!({"email": "bob@example.org", "pasword_hash": HASH}),
        json!({"email": "eve@example.org", "password_hash": "$1$salt$hash"}),
    );
    let (dry, _) = import(&home, "people.jsonl", &text, &["--dry-run"]);
    assert_eq!((&dry["imported"], &dry["is_dry_run"]), (&json!(1), &json!(true)));
    assert_eq!(home.json(&["user", "list"])["items"], json!([]));
    let (report, is_success) = import(&home, "people.jsonl", &text, &[]);
    assert!(!is_success, "what was refused is a failure");
    assert_eq!((&report["imported"], &report["existing"]), (&json!(1), &json!(0)));
    let refused = report["refused"].as_array().unwrap();
    let lines: Vec<_> = refused.iter().map(|one| one["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 4, 5]);
    assert!(refused[1]["reason"].as_str().unwrap().contains("pasword_hash"));
    assert!(!report.to_string().contains("salt"), "a report holds no hash");
    let ada = home.json(&["user", "show", "ada@example.org"]);
    assert_eq!(ada["roles"], json!(["user", "admin"]));
    let (again, _) = import(&home, "people.jsonl", &text, &[]);
    assert_eq!((&again["imported"], &again["existing"]), (&json!(0), &json!(1)));
}

#[test]
fn a_table_with_a_header_does_the_same() {
    let home = Home::new();
    let text = format!(
        "email,username,password_hash,is_verified,created_at\n\
         ada@example.org,ada,{HASH},true,2020-01-02T03:04:05Z\n\
         \"bob@example.org\",,,no,\n\
         eve@example.org,eve\n\
         joe@example.org,joe,,perhaps,\n"
    );
    let (report, is_success) = import(&home, "people.csv", &text, &[]);
    assert!(!is_success);
    assert_eq!(report["imported"], 2, "{report}");
    let lines: Vec<_> =
        report["refused"].as_array().unwrap().iter().map(|one| one["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [4, 5]);
    assert_eq!(home.json(&["user", "show", "ada@example.org"])["created_at"], "2020-01-02T03:04:05Z");
    assert_eq!(home.json(&["user", "show", "bob@example.org"])["is_verified"], false);
    let told = stdout(&home.run(&["user", "import", "people.csv"], &[]));
    assert!(told.starts_with("0 imported, 2 there already, 2 refused.\nline 4: "), "{told}");
}

#[test]
fn a_file_that_cannot_be_read_is_one_clear_sentence() {
    let home = Home::new();
    assert!(
        refusal(&home.run(&["user", "import", "nowhere.csv"], &[])).contains("nowhere.csv cannot be read")
    );
    fs::write(home.path().join("people"), "").unwrap();
    assert!(refusal(&home.run(&["user", "import", "people"], &[])).contains("--format"));
}
