use super::{Home, refusal, stdout};

#[test]
fn right_settings_are_said_to_be_right() {
    let home = Home::new();
    assert_eq!(home.json(&["config", "check"])["ok"], true);
    let warned = stdout(&home.run(&["config", "check"], &[("REFRESH_TOKEN_DAYS", "365")]));
    assert!(warned.contains("Warning: JOURNAL_REFRESH_TOKEN_DAYS"), "{warned}");
    assert!(!home.path().join("data").exists(), "looking changes nothing");
}

#[test]
fn wrong_settings_are_told_all_together() {
    let refused = refusal(&Home::new().run(&["config", "check"], &[("ENV", "prod"), ("LIMIT_GUESSES", "0")]));
    assert!(refused.starts_with("2 settings are wrong:"), "{refused}");
    assert!(refused.contains("JOURNAL_ENV") && refused.contains("JOURNAL_LIMIT_GUESSES"), "{refused}");
}

/// ASVS 16.2.5
#[test]
fn settings_are_shown_with_their_origin_and_without_secrets() {
    let home = Home::new();
    std::fs::write(home.path().join("journal.toml"), "jwt_iss = 'diary'\n").unwrap();
    let secret = ("JWT_SECRET", "canary-0123456789abcdef0123456789");
    let shown = stdout(&home.run(&["config", "show", "--origin"], &[secret]));
    let line = |name: &str| shown.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(line("JOURNAL_JWT_ISS ").ends_with("journal.toml line 1"), "{shown}");
    assert!(line("JOURNAL_JWT_SECRET ").ends_with("environment"), "{shown}");
    assert!(line("JOURNAL_JWT_AUD ").ends_with("default"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn another_settings_file_can_be_named_before_or_after_the_command() {
    let home = Home::new();
    std::fs::write(home.path().join("other.toml"), "listne = '127.0.0.1:1'\n").unwrap();
    for arguments in
        [["--config", "other.toml", "config", "check"], ["config", "check", "--config", "other.toml"]]
    {
        let refused = refusal(&home.run(&arguments, &[]));
        assert!(
            refused.contains("`listne` (other.toml line 1)") && refused.contains("`listen`"),
            "{refused}"
        );
    }
    let missing = refusal(&home.run(&["serve", "--config", "missing.toml"], &[]));
    assert!(missing.contains("missing.toml"), "{missing}");
}
