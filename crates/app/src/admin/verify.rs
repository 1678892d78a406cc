//! `POST /api/admin/audit/verify`: reads the whole audit trail and tells what is not as Journal left it.

use axum::Json as Answer;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::access::SignedIn;
use crate::audit::{self, Report};
use crate::http::{OptionalJson, Problem, Result};

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TrailVerifyBody {
    /// Where the trail ended at an earlier time, as a report told it.
    anchor: Option<String>,
}

/// Verifies the audit trail. It takes the longer the more has happened.
#[utoipa::path(
    post, path = "/api/admin/audit/verify", tag = "admin", request_body = TrailVerifyBody, security(("bearer" = [])),
    responses(
        (status = 200, description = "What was found", body = Report),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
    )
)]
pub(super) async fn verify_audit(
    State(app): State<App>,
    _: SignedIn,
    OptionalJson(body): OptionalJson<TrailVerifyBody>,
) -> Result<Answer<Report>> {
    Ok(Answer(audit::verify(&app, body.anchor.as_deref()).await?))
}
