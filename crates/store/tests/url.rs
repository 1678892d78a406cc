use std::path::PathBuf;
use store::{DatabaseUrl, Options};

fn parse(url: &str) -> Result<DatabaseUrl, String> {
    url.parse().map_err(|error: store::Error| error.to_string())
}

#[test]
fn a_file_is_given_by_its_path() {
    assert_eq!(parse("sqlite://data/journal.db"), Ok(DatabaseUrl::Sqlite(PathBuf::from("data/journal.db"))));
    assert_eq!(parse("sqlite:///var/j.db"), Ok(DatabaseUrl::Sqlite(PathBuf::from("/var/j.db"))));
    assert!(parse("sqlite://").is_err());
    assert!(parse("sqlite://:memory:").is_err());
}

#[test]
fn a_server_is_given_by_its_address() {
    assert!(matches!(parse("postgres://me:pw@db/journal"), Ok(DatabaseUrl::Postgres(_))));
    assert!(matches!(
        parse("postgresql://db:6432/journal?sslmode=verify-full"),
        Ok(DatabaseUrl::Postgres(_))
    ));
    assert!(matches!(parse("postgres://%2Fvar%2Frun%2Fpostgresql/journal"), Ok(DatabaseUrl::Postgres(_))));
}

#[test]
fn what_is_wrong_with_an_address_is_said() {
    assert!(parse("mysql://db").unwrap_err().contains("sqlite://path or postgres://"));
    assert!(
        parse("postgres://db/j?sslmode=maybe").unwrap_err().contains("sslmode is maybe, not one of disable")
    );
    assert!(parse("postgres://db/j?colour=red").unwrap_err().contains("colour"));
    assert!(parse("postgres://me@/journal").unwrap_err().contains("names no host"));
    assert!(parse("postgres://db:port/j").is_err());
}

#[test]
fn an_address_never_shows_its_password() {
    for url in [
        "postgres://me:pa55word@db:6432/journal?sslmode=require",
        "postgres://me@db/journal?password=pa55word",
        "postgresql://me:pa55word@one:1,two:2/journal",
    ] {
        let url = parse(url).unwrap();
        let options = Options { url: url.clone(), connections: 1 };
        for shown in [url.to_string(), format!("{url:?}"), format!("{options:?}")] {
            assert!(!shown.contains("pa55word"), "{shown}");
            assert!(shown.contains("journal"), "{shown}");
        }
    }
    assert_eq!(
        parse("postgres://me:pa55word@db:6432/journal").unwrap().to_string(),
        "postgres://me@db:6432/journal"
    );
    assert!(!parse("postgres://me:pa55word@db:x/j").unwrap_err().contains("pa55word"));
}
