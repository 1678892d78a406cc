//! What operators measure: the fixed names, and a listener of their own that the public never reaches.

use std::time::Duration;

use app::App;
use axum::Router;
use axum::routing::get;
use http::header;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;

use crate::Failure;
use crate::config::Config;

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
/// How often old samples are folded together.
const UPKEEP: Duration = Duration::from_secs(5);

const REQUEST_SECONDS: &str = "http_server_request_duration_seconds";
const HASH_SECONDS: &str = "journal_password_hash_seconds";
const COMMIT_SECONDS: &str = "journal_store_commit_seconds";
const QUEUE_DEPTH: &str = "journal_password_hash_queue_depth";
const OUTBOX_PENDING: &str = "journal_mail_outbox_pending";

const REQUEST_BUCKETS: &[f64] =
    &[0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
const HASH_BUCKETS: &[f64] = &[0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5];
const COMMIT_BUCKETS: &[f64] =
    &[0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

const COUNTERS: [(&str, &str); 7] = [
    ("journal_auth_login_success_total", "Logins that succeeded, by method"),
    ("journal_auth_login_fail_total", "Logins that failed, by reason"),
    ("journal_auth_refresh_rotations_total", "Refresh tokens that were rotated"),
    ("journal_auth_refresh_retries_total", "Refreshes answered with the same token once more"),
    (
        "journal_auth_refresh_reuse_total",
        "Refresh tokens used again after their time, which ended the session",
    ),
    ("journal_auth_revocations_total", "Sessions ended before their time, by reason"),
    ("journal_auth_throttled_total", "Requests refused by a limit, by rule"),
];
/// Those without labels are there from the start, so that a rate over them has a beginning.
const UNLABELLED: [&str; 3] = [
    "journal_auth_refresh_rotations_total",
    "journal_auth_refresh_retries_total",
    "journal_auth_refresh_reuse_total",
];

/// Makes this process keep metrics. Once per process, before anything is measured.
pub fn record() -> Result<PrometheusHandle, Failure> {
    let unusable = |error: &dyn std::fmt::Display| Failure::of("metrics cannot be kept", error);
    let builder =
        [(REQUEST_SECONDS, REQUEST_BUCKETS), (HASH_SECONDS, HASH_BUCKETS), (COMMIT_SECONDS, COMMIT_BUCKETS)]
            .into_iter()
            .try_fold(PrometheusBuilder::new(), |builder, (name, buckets)| {
                builder.set_buckets_for_metric(Matcher::Full(name.to_owned()), buckets)
            })
            .map_err(|error| unusable(&error))?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|error| unusable(&error))?;
    describe();
    Ok(handle)
}

fn describe() {
    for (name, meaning) in COUNTERS {
        metrics::describe_counter!(name, meaning);
    }
    for name in UNLABELLED {
        metrics::counter!(name).increment(0);
    }
    metrics::describe_histogram!(REQUEST_SECONDS, "Time from a request's arrival to its answer");
    metrics::describe_histogram!(HASH_SECONDS, "Time that one password hash took");
    metrics::describe_histogram!(COMMIT_SECONDS, "Time from asking for a commit to its end");
    metrics::describe_gauge!(QUEUE_DEPTH, "Passwords that wait to be hashed");
    metrics::describe_gauge!(OUTBOX_PENDING, "Mails that wait to be delivered");
    metrics::gauge!(QUEUE_DEPTH).set(0);
    metrics::gauge!(OUTBOX_PENDING).set(0);
}

/// Listens where the settings say. The default address may be taken, in development; one that was asked for must be
/// had.
pub async fn listen(config: &Config) -> Result<Option<TcpListener>, Failure> {
    let Some(address) = config.metrics_listen else { return Ok(None) };
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if config.metrics_asked_for || config.is_production() => {
            Err(Failure::of(format_args!("JOURNAL_METRICS_LISTEN: {address} cannot be listened on"), error))
        }
        Err(error) => {
            tracing::warn!(%address, %error, "metrics are not served: the address cannot be listened on");
            Ok(None)
        }
    }
}

/// Serves `GET /metrics` until the process ends.
pub async fn serve(listener: TcpListener, handle: PrometheusHandle, app: App) {
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "metrics are served");
    }
    tokio::spawn(upkeep(handle.clone()));
    let router = Router::new().route(
        "/metrics",
        get(move || async move {
            metrics::gauge!(QUEUE_DEPTH).set(u32::try_from(app.hasher.queue_depth()).unwrap_or(u32::MAX));
            ([(header::CONTENT_TYPE, TEXT)], handle.render())
        }),
    );
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "metrics are no longer served");
    }
}

/// Samples pile up when nobody asks for them.
async fn upkeep(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        handle.run_upkeep();
    }
}
