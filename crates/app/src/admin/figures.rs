//! `GET /api/admin/figures`: what happened how often, over time. Nobody is in it.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::access::SignedIn;
use crate::figure::{self, Range, Series, Step};
use crate::http::{FieldError, Problem, Result, invalid};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// Only what happened then or later, within the last 8 days for hours and 400 for days; the last 24 hours or 30
    /// days when left out.
    from: Option<String>,
    /// Only what happened before; at most until the end of the step that is running, as when left out.
    to: Option<String>,
    /// How long each part of time is: `hour` or `day`, in UTC; `day` when left out.
    #[param(value_type = Option<Step>)]
    step: Option<String>,
}

/// Figures over a part of time.
#[derive(Serialize, ToSchema)]
pub(super) struct Figures {
    /// How long each part of time is.
    step: Step,
    /// When the first one begins.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// When the last one ends.
    #[schema(value_type = String, format = DateTime)]
    to: Timestamp,
    /// Sign-ins by way and refused ones by reason, as many as there were; every other figure once.
    series: Vec<Series>,
}

/// Tells how often people signed in, were refused and were here, over time.
///
/// Bounds are widened to whole steps. What other nodes have counted within the last minute may be missing.
#[utoipa::path(
    get, path = "/api/admin/figures", tag = "admin", params(Asked), security(("bearer" = [])),
    responses(
        (status = 200, description = "The figures", body = Figures),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn figures(
    State(app): State<App>,
    _: SignedIn,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Figures>> {
    let Query(asked) = asked.map_err(|_| {
        let message = "Give each of from, to and step once, and nothing else.";
        invalid(vec![FieldError::new("", "invalid_type", message)])
    })?;
    let (step, from, to) = (asked.step.as_deref(), asked.from.as_deref(), asked.to.as_deref());
    let range = Range::asked(step, from, to, app.clock.now())?;
    // Whoever looks sees what was just counted here. A database that takes nothing may still tell something.
    if let Err(error) = figure::write_down(&app).await {
        tracing::warn!(%error, "figures could not be written down");
    }
    let series = figure::within(&app, range).await?;
    Ok(Json(Figures { step: range.step, from: range.from, to: range.to, series }))
}
