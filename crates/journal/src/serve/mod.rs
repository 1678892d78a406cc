//! Serving: listen, open everything, answer until told to stop, then finish what was begun.
//!
//! The terminal learns the address once requests are answered there. What is said to the person at the terminal
//! (a demo password, how to make the first admin) never goes into the log.

pub mod connections;
mod greeting;
mod set_up;
mod signals;
mod supervisor;

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::config::Config;
use crate::page::Page;
use crate::start::{self, Purpose};
use crate::{Failure, master_key, metrics, page};

use connections::Patience;

pub use supervisor::Supervisor;

/// Serves until SIGTERM or SIGINT; whoever supervises the process hears when it is ready and when it stops.
pub async fn run(config: &Config, supervisor: &Supervisor, as_json: bool) -> Result<(), Failure> {
    let stop = signals::listen()?;
    let recorded = metrics::record()?;
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    let listener = bind(config.listen).await?;
    let address =
        listener.local_addr().map_err(|error| Failure::of("the address listened on is unknown", error))?;
    let public = config.public_url(address.port());
    let metrics_listener = metrics::listen(config).await?;
    let app = tokio::select! {
        app = start::app(config, &public, Purpose::Serve) => app?,
        () = stop.first() => return Ok(()),
    };
    app.enter_mode().await?;
    let workers = app::work::start(&app);
    if config.master_key.is_none() {
        tokio::spawn(master_key::follow(app.clone(), config.data_dir.clone()));
    }
    if let Some(listener) = metrics_listener {
        tokio::spawn(metrics::serve(listener, recorded, app.clone()));
    }
    let router = app::routes(&app, page::router(Page::embedded()));
    greeting::say(config, &app, (&public, address), as_json).await?;
    supervisor.ready(&format!("Serving {}", public.as_str()));
    let stopping = {
        let (stop, supervisor, app) = (stop.first(), supervisor.clone(), app.clone());
        async move {
            stop.await;
            supervisor.stopping();
            // Streams never end by themselves, and would hold the program up for as long as it waits for requests.
            app.streams.close();
        }
    };
    let serve = async {
        connections::serve(listener, router, Patience::default(), stopping).await;
        workers.stop().await;
        app.store.close().await;
    };
    tokio::select! {
        () = serve => tracing::info!("stopped"),
        () = stop.second() => return Err(Failure::new("stopped at once, because it was asked for a second time")),
    }
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| Failure::of(format_args!("JOURNAL_LISTEN: {address} cannot be listened on"), error))
}
