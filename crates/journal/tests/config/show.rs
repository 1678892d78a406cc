use journal::config::shown;

use super::{MASTER_KEY, read};

fn row(variables: &[(&str, &str)], name: &str) -> (String, String) {
    let all = shown(&read(variables).given);
    let row = all.into_iter().find(|row| row.name == name).expect("the setting is shown");
    (row.value, row.origin)
}

#[test]
fn values_are_shown_with_their_origin() {
    let given = [("LISTEN", "127.0.0.1:9000")];
    assert_eq!(row(&given, "JOURNAL_LISTEN"), ("127.0.0.1:9000".to_owned(), "environment".to_owned()));
    assert_eq!(row(&[], "JOURNAL_LISTEN"), ("127.0.0.1:8080".to_owned(), "default".to_owned()));
    assert_eq!(row(&[], "JOURNAL_SMTP_URL").1, "default");
}

#[test]
fn secrets_are_masked() {
    for (name, value) in [
        ("MASTER_KEY", MASTER_KEY),
        ("JWT_SECRET", "canary-0123456789abcdef0123456789"),
        ("DEMO_PASSWORD", "canary-demo"),
    ] {
        assert_eq!(row(&[(name, value)], &format!("JOURNAL_{name}")).0, "…");
    }
    let provider = [
        ("OAUTH_A_KIND", "google"),
        ("OAUTH_A_CLIENT_ID", "client"),
        ("OAUTH_A_CLIENT_SECRET", "canary-secret"),
    ];
    assert_eq!(row(&provider, "JOURNAL_OAUTH_A_CLIENT_SECRET").0, "…");
    assert_eq!(row(&provider, "JOURNAL_OAUTH_A_CLIENT_ID").0, "client");
}

#[test]
fn a_url_with_credentials_shows_where_it_leads_and_nothing_else() {
    let database =
        [("DATABASE_URL", "postgres://me:canary-pw@db.example.org:5433/journal?password=canary-2")];
    assert_eq!(row(&database, "JOURNAL_DATABASE_URL").0, "postgres://…@db.example.org:5433/journal");
    let mail = [("SMTP_URL", "smtp://me:canary-pw@mail.example.org")];
    assert_eq!(row(&mail, "JOURNAL_SMTP_URL").0, "smtp://…@mail.example.org");
}
