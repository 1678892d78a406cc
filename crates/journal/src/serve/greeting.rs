//! What the terminal learns when requests are answered: where to go, and what is needed to get in. With `--json` it is
//! one object on one line, for whoever started the program.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;

use app::App;
use serde_json::json;

use super::set_up;
use crate::config::{Config, PublicUrl};
use crate::{Failure, terminal};

/// Says it.
pub(super) async fn say(
    config: &Config,
    app: &App,
    (public, address): (&PublicUrl, SocketAddr),
    as_json: bool,
) -> Result<(), Failure> {
    tracing::info!(%address, public_url = public.as_str(), "ready");
    let has_admin = app.settings.demo.is_some() || app::admin::has_admin(app).await?;
    let set_up = set_up::begin(config, app).await?;
    if as_json {
        let demo = app.settings.demo.as_ref().map(|demo| {
            let made = config.demo_password.is_none().then(|| demo.password.expose());
            json!({ "username": demo.username, "password": made })
        });
        let ready = json!({ "ready": true, "url": public.as_str(), "listening": address, "has_admin": has_admin, "demo": demo,
            "set_up_file": set_up.as_ref().map(|begun| begun.file.display().to_string()) });
        terminal::say(&ready.to_string());
        return Ok(());
    }
    let behind =
        if config.public_url.is_some() { format!(" (listening on {address})") } else { String::new() };
    terminal::say(&format!("Journal is ready at {}{behind}", public.as_str()));
    match &app.settings.demo {
        Some(demo) if config.demo_password.is_none() => {
            let password = demo.password.expose();
            terminal::say(&format!("Demo mode: sign in as {} with the password {password}", demo.username));
        }
        _ => {}
    }
    if let Some(begun) = set_up {
        terminal::say(&begun.words(io::stdout().is_terminal()));
    }
    Ok(())
}
