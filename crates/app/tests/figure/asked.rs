//! What may be asked for, and what is answered.

use serde_json::json;
use testkit::PASSWORD;

use super::{HOUR, ROOT, figures, names, numbers, with_admin};

#[tokio::test]
async fn without_a_word_the_last_thirty_days_are_told() {
    let journal = with_admin().await;
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    let answer = figures(&journal, &root, "").await;
    assert_eq!((answer.status, answer.text("step")), (200, "day"));
    assert_eq!((answer.text("from"), answer.text("to")), ("2026-01-31T00:00:00Z", "2026-03-02T00:00:00Z"));
    let expected = ["active_people", "sign_ins", "refreshes", "refresh_retries", "refresh_reuses"];
    assert_eq!(names(&answer), expected);
    let series = &answer.json["series"];
    assert_eq!((&series[1]["label"], series[0].get("label")), (&json!("password"), None));
    assert_eq!(series[1]["points"].as_array().map(Vec::len), Some(30));
    assert_eq!(series[1]["points"][29], json!({"at": "2026-03-01T00:00:00Z", "value": 1}));
}

#[tokio::test]
async fn hours_and_days_stand_where_things_happened() {
    let journal = with_admin().await;
    journal.sign_in(ROOT, PASSWORD).await;
    journal.advance(20 * HOUR);
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    let sign_ins = ("sign_ins", Some("password"));
    let days = numbers(&journal, &root, "from=2026-02-28T12:00:00Z", sign_ins).await;
    assert_eq!(days, [0, 1, 1]);
    let hours = "step=hour&from=2026-03-01T08:30:00Z&to=2026-03-01T10:00:00%2B01:00";
    assert!(numbers(&journal, &root, hours, sign_ins).await.is_empty(), "a way that nobody took is not told");
    let hours = "step=hour&from=2026-03-01T08:30:00Z&to=2026-03-01T10:00:00Z";
    assert_eq!(numbers(&journal, &root, hours, sign_ins).await, [0, 1]);
}

#[tokio::test]
async fn what_cannot_be_told_is_refused_with_every_complaint() {
    let journal = with_admin().await;
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    let cases: [(&str, &[(&str, &str)]); 10] = [
        ("step=week", &[("step", "invalid_choice")]),
        (
            "step=week&from=x&to=",
            &[("step", "invalid_choice"), ("from", "invalid_time"), ("to", "invalid_time")],
        ),
        ("from=2026-03-01", &[("from", "invalid_time")]),
        ("from=2025-01-24T23:59:59Z", &[("from", "out_of_range")]),
        ("step=hour&from=2026-02-21T08:59:59Z", &[("from", "out_of_range")]),
        ("from=2026-03-02T00:00:00Z", &[("from", "out_of_range")]),
        ("to=2026-03-02T00:00:01Z", &[("to", "out_of_range")]),
        ("to=2020-01-01T00:00:00Z", &[("to", "out_of_range")]),
        ("step=day&step=hour", &[("", "invalid_type")]),
        ("account=everybody", &[("", "invalid_type")]),
    ];
    for (query, expected) in cases {
        let answer = figures(&journal, &root, query).await;
        assert_eq!(answer.refusal(), (422, "validation_failed"), "{query}");
        let errors = answer.json["errors"].as_array().cloned().unwrap_or_default();
        let told: Vec<_> = errors
            .iter()
            .map(|one| (one["field"].as_str().unwrap_or("?"), one["code"].as_str().unwrap_or("?")))
            .collect();
        assert_eq!(told, expected, "{query}");
    }
}

#[tokio::test]
async fn it_is_for_whoever_may_see_what_admins_see() {
    let journal = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    assert_eq!(figures(&journal, &ada.tokens.access, "").await.refusal(), (403, "forbidden"));
    assert_eq!(journal.get("/api/admin/figures").await.refusal(), (401, "unauthenticated"));
}
