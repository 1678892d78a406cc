use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use journal::config::{Config, Origin, Sources};

use super::{problem, problems, read, read_toml, sources};

#[test]
fn the_environment_wins_over_the_settings_file_and_that_over_the_default() {
    let toml = Some("jwt_iss = 'file'\njwt_aud = 'file'\n");
    let config = Config::read(&sources(&[("JWT_ISS", "variable")], toml)).unwrap();
    assert_eq!(config.jwt_issuer, "variable");
    assert_eq!(config.jwt_audience, "file");
    assert_eq!(config.access_token_minutes, 15);
    assert_eq!(config.given["JWT_ISS"].origin, Origin::Environment);
    assert_eq!(config.given["JWT_AUD"].origin, Origin::Toml { path: "journal.toml".into(), line: 2 });
    assert!(!config.given.contains_key("ACCESS_TOKEN_MINUTES"));
}

#[test]
fn a_value_is_read_from_the_file_that_a_variable_names_without_its_final_line_break() {
    for ending in ["", "\n", "\r\n"] {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("0123456789abcdef0123456789abcdef {ending}")).unwrap();
        let path = file.path().to_str().unwrap();
        let config = read(&[("JWT_SECRET_FILE", path)]);
        assert_eq!(config.jwt_secret.unwrap().expose(), b"0123456789abcdef0123456789abcdef ");
        assert_eq!(config.given["JWT_SECRET"].origin, Origin::EnvironmentFile(path.into()));
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let (name, sentence) = problem(&[("MASTER_KEY_FILE", "/nowhere/key")]);
    assert_eq!(name, "MASTER_KEY_FILE");
    assert!(sentence.contains("`/nowhere/key`"), "{sentence}");
    assert!(sentence.contains("cannot be read"), "{sentence}");
}

#[test]
fn a_wrong_value_from_a_file_names_the_file_and_never_shows_a_secret() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "too-short-a-secret").unwrap();
    let path = file.path().to_str().unwrap();
    let (name, sentence) = problem(&[("JWT_SECRET_FILE", path)]);
    assert_eq!(name, "JWT_SECRET");
    assert!(sentence.contains(path), "{sentence}");
    assert!(sentence.contains("at least 32 bytes"), "{sentence}");
    assert!(!sentence.contains("too-short-a-secret"), "{sentence}");
}

#[test]
fn a_value_and_its_file_together_are_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "one").unwrap();
    let (name, sentence) = problem(&[("JWT_ISS", "two"), ("JWT_ISS_FILE", file.path().to_str().unwrap())]);
    assert_eq!(name, "JWT_ISS");
    assert!(sentence.contains("JOURNAL_JWT_ISS_FILE"), "{sentence}");
}

#[test]
fn an_unknown_variable_is_refused_and_the_nearest_known_one_named() {
    for (wrong, nearest) in [
        ("LISTN", "JOURNAL_LISTEN"),
        ("PUBLICURL", "JOURNAL_PUBLIC_URL"),
        ("REFRESH_TOKEN_DAY", "JOURNAL_REFRESH_TOKEN_DAYS"),
        ("MASTERKEY_FILE", "JOURNAL_MASTER_KEY_FILE"),
        ("OAUTH_GOOGLE_CLIENTID", "JOURNAL_OAUTH_GOOGLE_CLIENT_ID"),
        ("listen", "JOURNAL_"),
    ] {
        let (name, sentence) = problem(&[(wrong, "1")]);
        assert_eq!(name, wrong);
        assert!(sentence.contains(nearest), "{sentence}");
    }
}

#[test]
fn variables_that_kubernetes_systemd_and_the_tests_set_are_left_alone() {
    read(&[
        ("SERVICE_HOST", "10.0.0.1"),
        ("SERVICE_PORT_HTTP", "8080"),
        ("PORT", "tcp://10.0.0.1:8080"),
        ("PORT_8080_TCP_ADDR", "10.0.0.1"),
        ("STREAM", "8:12345"),
        ("TEST_LOG_DIR", "logs"),
    ]);
}

#[test]
fn variables_of_other_programs_are_left_alone() {
    let variables = vec![("PATH".into(), "/bin".into()), ("JOURNALISM".into(), "1".into())];
    Config::read(&Sources { variables, file: None }).unwrap();
}

#[test]
fn an_empty_variable_counts_as_unset_but_an_empty_secret_is_refused() {
    assert_eq!(read(&[("ACCESS_TOKEN_MINUTES", ""), ("CORS_ORIGINS", " ")]).access_token_minutes, 15);
    for secret in ["JWT_SECRET", "MASTER_KEY", "DATABASE_URL", "DEMO_PASSWORD"] {
        let (name, sentence) = problem(&[(secret, "")]);
        assert_eq!(name, secret);
        assert!(sentence.contains("is empty"), "{sentence}");
    }
}

#[test]
fn a_value_that_is_no_text_is_refused() {
    let variables = vec![("JOURNAL_JWT_ISS".into(), OsString::from_vec(vec![0xff]))];
    let problems = Config::read(&Sources { variables, file: None }).unwrap_err();
    assert!(problems.to_string().contains("JOURNAL_JWT_ISS"), "{problems}");
}

#[test]
fn the_settings_file_takes_text_numbers_switches_and_lists() {
    let config = read_toml(
        "jwt_iss = 'diary'\naccess_token_minutes = 5\nauth_cookie_refresh = true\n\
         cors_origins = ['https://a.example', 'https://b.example']\n",
    );
    assert_eq!(config.jwt_issuer, "diary");
    assert_eq!(config.access_token_minutes, 5);
    assert!(config.always_cookie);
    assert_eq!(config.cors_origins, ["https://a.example", "https://b.example"]);
}

#[test]
fn an_unknown_key_of_the_settings_file_is_refused_with_its_line_and_the_nearest_key() {
    for (toml, line, nearest) in [
        ("\nlistn = 'x'", 2, "`listen`"),
        ("LISTEN = 'x'", 1, "`listen`"),
        ("[journal]\nlisten = 'x'", 1, "`"),
    ] {
        let (_, sentence) = problems(&[], Some(toml)).remove(0);
        assert!(sentence.contains(&format!("journal.toml line {line}")), "{sentence}");
        assert!(sentence.contains(nearest), "{sentence}");
    }
}

#[test]
fn a_wrong_value_of_the_settings_file_is_refused_with_its_line() {
    let (name, sentence) = problems(&[], Some("jwt_iss = 'x'\nrefresh_window_seconds = 121\n")).remove(0);
    assert_eq!(name, "REFRESH_WINDOW_SECONDS");
    assert!(sentence.contains("journal.toml line 2"), "{sentence}");
    assert!(sentence.contains("from 1 to 120"), "{sentence}");
    for toml in ["jwt_iss = 1.5", "jwt_iss = 2020-01-01", "jwt_iss = { a = 1 }", "cors_origins = [1]"] {
        let (_, sentence) = problems(&[], Some(toml)).remove(0);
        assert!(sentence.contains("must be text"), "{sentence}");
    }
}

#[test]
fn a_settings_file_that_is_no_toml_is_refused_with_its_line() {
    for toml in ["jwt_iss = 'x'\n?", "\njwt_iss = 'x'\njwt_iss = 'y'"] {
        let (name, sentence) = problems(&[], Some(toml)).remove(0);
        assert_eq!(name, "journal.toml");
        assert!(sentence.contains("journal.toml line "), "{sentence}");
    }
}

#[test]
fn a_settings_file_that_is_named_must_exist() {
    let missing = Sources::of_process(Some("/nowhere/journal.toml".as_ref())).err().expect("it is missing");
    assert!(missing.to_string().contains("/nowhere/journal.toml"), "{missing}");
}
