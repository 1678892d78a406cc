//! One connection that only listens, so that a node hears what the others announce. While it is away nothing is
//! lost but time: callers let what they remember grow old by themselves, and are told to forget all when it is back.

use super::Shared;
use super::commit::{CHANNEL, NEWS};
use crate::Announced;
use crate::announce::Said;
use futures_util::future::{Either, select};
use futures_util::{TryStreamExt, stream};
use std::future::pending;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio_postgres::{AsyncMessage, Error};
use uuid::Uuid;

const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(10);

/// Listens until it is dropped.
pub(crate) async fn run(shared: &Shared) {
    let mut pause = SHORTEST;
    loop {
        let mut heard = false;
        if let Err(error) = hear(shared, &mut heard).await {
            tracing::warn!(error = super::fault::describe(&error), "not listening to other nodes");
        }
        shared.listener.store(0, Ordering::Relaxed);
        pause = if heard { SHORTEST } else { LONGEST.min(pause * 2) };
        tokio::time::sleep(pause).await;
    }
}

/// Returns when the connection ends; `connected` says whether it ever stood.
async fn hear(shared: &Shared, connected: &mut bool) -> Result<(), Error> {
    let Ok(tls) = shared.target.tls() else { return Ok(()) };
    let (client, mut connection) = shared.target.config.connect(tls).await?;
    let messages = stream::poll_fn(|cx| connection.poll_message(cx));
    let hearing = messages.try_for_each(async |message| {
        if let AsyncMessage::Notification(notice) = message {
            pass_on(shared, notice.payload());
        }
        Ok(())
    });
    let asking = async {
        client.batch_execute(&format!("listen {CHANNEL}")).await?;
        let number = client.query_one("select pg_backend_pid()", &[]).await?.get(0);
        shared.listener.store(number, Ordering::Relaxed);
        *connected = true;
        shared.listeners.tell(Announced::All);
        pending::<Result<(), Error>>().await
    };
    match select(pin!(asking), pin!(hearing)).await {
        Either::Left((ended, _)) | Either::Right((ended, _)) => ended,
    }
}

/// Announcements are ids; news say who sent them, so that a node does not hear its own twice.
fn pass_on(shared: &Shared, payload: &str) {
    if let Ok(id) = payload.parse() {
        shared.listeners.tell_one(id);
        return;
    }
    let mut parts = payload.splitn(4, ' ');
    let (Some(NEWS), Some(sender), Some(owner), Some(word)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return;
    };
    let is_own = sender.parse() == Ok(shared.listener.load(Ordering::Relaxed));
    if let (false, Ok(owner)) = (is_own, owner.parse::<Uuid>()) {
        shared.listeners.say(&Said::News(owner, word));
    }
}
