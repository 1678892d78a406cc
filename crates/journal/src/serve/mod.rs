//! Serving: listen, open everything, answer until told to stop, then finish what was begun.
//!
//! The terminal learns the address once requests are answered there. What is said to the person at the terminal
//! (a demo password, how to make the first admin) never goes into the log.

pub mod connections;
mod signals;

use std::net::SocketAddr;

use app::App;
use tokio::net::TcpListener;

use crate::config::{Config, PublicUrl};
use crate::page::Page;
use crate::start::{self, Purpose};
use crate::{Failure, master_key, metrics, page, terminal};

use connections::Patience;

/// Serves until SIGTERM or SIGINT.
pub async fn run(config: &Config) -> Result<(), Failure> {
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
    greet(config, &app, &public, address).await?;
    let serve = async {
        // Streams never end by themselves, and would hold the program up for as long as it waits for requests.
        let stopping = async {
            stop.first().await;
            app.streams.close();
        };
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

/// Tells the person at the terminal where to go, and what they need to know to get in.
async fn greet(config: &Config, app: &App, public: &PublicUrl, address: SocketAddr) -> Result<(), Failure> {
    let behind =
        if config.public_url.is_some() { format!(" (listening on {address})") } else { String::new() };
    terminal::say(&format!("Journal is ready at {}{behind}", public.as_str()));
    tracing::info!(%address, public_url = public.as_str(), "ready");
    match &app.settings.demo {
        Some(demo) if config.demo_password.is_none() => {
            let password = demo.password.expose();
            terminal::say(&format!("Demo mode: sign in as {} with the password {password}", demo.username));
        }
        Some(_) => {}
        None if app::admin::has_admin(app).await? => {}
        None => terminal::say(
            "There is no administrator yet. Make one in another terminal: journal user create EMAIL --role admin",
        ),
    }
    Ok(())
}
