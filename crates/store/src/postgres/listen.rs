//! One connection that only listens, so that a node hears what the others announce. While it is away nothing is
//! lost but time: callers let what they remember grow old by themselves, and are told to forget all when it is back.

use super::Target;
use super::commit::CHANNEL;
use crate::Announced;
use crate::announce::Listeners;
use futures_util::future::{Either, select};
use futures_util::{TryStreamExt, stream};
use std::future::pending;
use std::pin::pin;
use std::time::Duration;
use tokio_postgres::{AsyncMessage, Error};

const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(10);

/// Listens until it is dropped.
pub(crate) async fn run(target: &Target, listeners: &Listeners) {
    let mut pause = SHORTEST;
    loop {
        let mut heard = false;
        if let Err(error) = hear(target, listeners, &mut heard).await {
            tracing::warn!(error = super::fault::describe(&error), "not listening to other nodes");
        }
        pause = if heard { SHORTEST } else { LONGEST.min(pause * 2) };
        tokio::time::sleep(pause).await;
    }
}

/// Returns when the connection ends; `connected` says whether it ever stood.
async fn hear(target: &Target, listeners: &Listeners, connected: &mut bool) -> Result<(), Error> {
    let Ok(tls) = target.tls() else { return Ok(()) };
    let (client, mut connection) = target.config.connect(tls).await?;
    let messages = stream::poll_fn(|cx| connection.poll_message(cx));
    let hearing = messages.try_for_each(async |message| {
        if let AsyncMessage::Notification(notice) = message
            && let Ok(id) = notice.payload().parse()
        {
            listeners.tell_one(id);
        }
        Ok(())
    });
    let asking = async {
        client.batch_execute(&format!("listen {CHANNEL}")).await?;
        *connected = true;
        listeners.tell(Announced::All);
        pending::<Result<(), Error>>().await
    };
    match select(pin!(asking), pin!(hearing)).await {
        Either::Left((ended, _)) | Either::Right((ended, _)) => ended,
    }
}
