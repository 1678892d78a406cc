//! `GET /api/events`: what one client reads.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::{HeaderName, header};
use tokio::sync::{mpsc, watch};
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::hub::Heard;
use super::model::Told;
use crate::App;
use crate::access::{InSession, Roles, Scope, Scopes};
use crate::http::{Problem, Result};

/// How often a stream looks whether its session lives, whatever it hears.
const LOOK: Duration = Duration::from_millis(900);
/// How often something is sent when there is nothing to say, so that no proxy thinks the connection dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Tells what happens to the caller's session, account and entries, as it happens.
///
/// Each event has a name and JSON data. `session_ended` with `{"id"}` of the session: it is over, and the stream ends.
/// `entry_changed` with `{"id", "version"}`: this entry now has this version, or was deleted at it, perhaps by the
/// reader itself; needs `entries:read`. `account_changed` with `{"id"}` of the account: profile, roles, sessions or
/// ways in are different; ask for what is shown of them. Unknown names shall be passed over. Lines that begin with a
/// colon keep the connection alive.
///
/// The stream ends without a word when the access token runs out, when the server stops and when the reader is too
/// slow: open it again with a fresh token and ask again for what is shown, since something may have been missed.
#[utoipa::path(
    get, path = "/api/events", tag = "sessions", security(("bearer" = [])),
    responses(
        (status = 200, description = "Events, until the session ends", body = String,
         content_type = "text/event-stream"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`; `session_required`: an access token cannot listen", body = Problem),
    )
)]
pub(super) async fn events(State(app): State<App>, caller: InSession) -> Result<Response> {
    caller.may(Scope::SessionsRead)?;
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let reader = Reader {
        heard: app.streams.join(caller.account.0),
        closing: app.streams.closing(),
        standing: (caller.roles.clone(), caller.scopes()),
        is_over: false,
        look,
        caller,
        app,
    };
    let events = stream::unfold(reader, |mut reader| async move {
        let told = reader.next().await?;
        let event = Event::default().event(told.name()).data(told.data().to_string());
        Some((Ok::<_, Infallible>(event), reader))
    });
    let headers = [(header::CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))).into_response())
}

struct Reader {
    app: App,
    caller: InSession,
    standing: (Roles, Scopes),
    heard: mpsc::Receiver<Heard>,
    closing: watch::Receiver<bool>,
    look: Interval,
    is_over: bool,
}

/// What a look at the session gave.
enum Seen {
    Same,
    Told(Told),
    End,
}

impl Reader {
    /// The next thing to tell; `None` ends the stream.
    async fn next(&mut self) -> Option<Told> {
        while !self.is_over {
            let heard = tokio::select! {
                biased;
                _ = self.closing.wait_for(|closing| *closing) => return None,
                _ = self.look.tick() => Heard::Look,
                heard = self.heard.recv() => heard?,
            };
            // Also before telling anything: nothing leaves for a session that is over.
            match (self.look().await, heard) {
                (Seen::End, _) => return None,
                (Seen::Told(told), _) => return Some(told),
                (Seen::Same, Heard::Tell(told)) if self.may_hear(&told) => return Some(told),
                (Seen::Same, _) => {}
            }
        }
        None
    }

    async fn look(&mut self) -> Seen {
        if self.app.clock.now() >= self.caller.expires_at() {
            return Seen::End;
        }
        match self.caller.standing_now(&self.app).await {
            Ok(Some(standing)) if standing == self.standing => Seen::Same,
            Ok(Some(standing)) => {
                self.standing = standing;
                Seen::Told(Told::AccountChanged(self.caller.account.0))
            }
            Ok(None) => {
                self.is_over = true;
                Seen::Told(Told::SessionEnded(self.caller.session.0))
            }
            Err(error) => {
                tracing::debug!(%error, "an event stream ends, because its session cannot be looked up");
                Seen::End
            }
        }
    }

    fn may_hear(&self, told: &Told) -> bool {
        !matches!(told, Told::EntryChanged(..)) || self.standing.1.contains(Scope::EntriesRead)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.heard.close();
        self.app.streams.leave(self.caller.account.0);
    }
}
