//! The program that Journal is compared with: axum alone, answering the same two routes with the same bytes.
//!
//! No layer, no state but the answers, no database. It takes two files, the answers of `GET /api/auth/me` and of
//! `GET /api/entries/{id}`, and says on stdout where it listens.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use bytes::Bytes;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(me), Some(entry)) = (files.next(), files.next()) else {
        return Err("usage: bare-peer ME_FILE ENTRY_FILE".into());
    };
    let (me, entry) = (Bytes::from(std::fs::read(me)?), Bytes::from(std::fs::read(entry)?));
    let router = Router::new()
        .route("/api/auth/me", get(move || async move { json(me) }))
        .route("/api/entries/{id}", get(move || async move { json(entry) }));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "ready at http://{}", listener.local_addr()?)?;
    axum::serve(listener, router).await?;
    Ok(())
}

fn json(body: Bytes) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], body)
}
