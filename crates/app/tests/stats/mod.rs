use reqwest::Method;
use serde_json::json;
use testkit::TestApp;

async fn stats(journal: &TestApp, access: &str, query: &str) -> testkit::Answer {
    journal.call(Method::GET, &format!("/api/stats{query}"), access, None).await
}

async fn write(journal: &TestApp, access: &str, happened_at: &str, content: &str, is_favorite: bool) {
    let body =
        json!({"title": "", "content": content, "happened_at": happened_at, "is_favorite": is_favorite});
    assert_eq!(journal.call(Method::POST, "/api/entries", access, Some(&body)).await.status, 201);
}

#[tokio::test]
async fn a_journal_is_counted_by_day_week_month_and_streak() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    for (happened_at, content, is_favorite) in [
        ("2026-03-01T08:00:00Z", "three small words", true),
        ("2026-02-28T08:00:00Z", "two words", false),
        ("2026-02-23T08:00:00Z", "one", true),
        ("2026-02-22T08:00:00Z", "", false),
        ("2024-01-01T08:00:00Z", "long ago", false),
    ] {
        write(&journal, &access, happened_at, content, is_favorite).await;
    }
    let answer = stats(&journal, &access, "").await;
    assert_eq!(answer.status, 200);
    for (name, value) in [
        ("total_entries", 5),
        ("entries_today", 1),
        ("entries_this_week", 3),
        ("entries_this_month", 1),
        ("recent_entries", 3),
        ("favorite_entries", 2),
        ("total_words", 8),
        ("current_streak", 2),
        ("longest_streak", 2),
    ] {
        assert_eq!(answer.json[name], value, "{name}");
    }
    let days = answer.json["days"].as_array().cloned().unwrap_or_default();
    assert_eq!(days.len(), 366);
    assert_eq!(days[365], json!({"date": "2026-03-01", "entries": 1, "words": 3}));
    assert_eq!(days[363], json!({"date": "2026-02-27", "entries": 0, "words": 0}));
    assert_eq!(answer.json.as_object().map(serde_json::Map::len), Some(10));
}

#[tokio::test]
async fn days_are_those_of_the_time_zone_that_is_asked_for_or_ones_own() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    write(&journal, &access, "2026-02-28T22:00:00Z", "", false).await;
    assert_eq!(stats(&journal, &access, "").await.json["entries_today"], 0);
    assert_eq!(stats(&journal, &access, "?time_zone=Asia/Tokyo").await.json["entries_today"], 1);
    assert_eq!(stats(&journal, &access, "?time_zone=America%2FNew_York").await.json["entries_today"], 0);
    let body = json!({"time_zone": "Asia/Tokyo"});
    assert_eq!(journal.call(Method::PATCH, "/api/auth/me", &access, Some(&body)).await.status, 200);
    assert_eq!(stats(&journal, &access, "").await.json["entries_today"], 1);
    assert_eq!(stats(&journal, &access, "?time_zone=UTC").await.json["entries_today"], 0);
}

#[tokio::test]
async fn a_time_zone_that_is_none_is_refused() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    for query in
        ["?time_zone=Mars/Olympus", "?time_zone=", "?time_zone=%2B02:00", "?time_zone=UTC&time_zone=UTC"]
    {
        let answer = stats(&journal, &access, query).await;
        assert_eq!(answer.refusal(), (422, "validation_failed"), "{query}");
        assert_eq!(answer.json["errors"][0]["field"], "time_zone");
        assert_eq!(answer.json["errors"][0]["code"], "unknown_time_zone");
    }
}
