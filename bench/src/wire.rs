//! The client: reqwest, as programs that talk to Journal use it, on one keep-alive connection.

use std::net::SocketAddr;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, Response, header};

use crate::Result;

/// A request that can be sent again and again.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: Method,
    path: String,
    token: Option<String>,
    /// Its body.
    pub(crate) body: Bytes,
}

/// A request with an access token and no body.
pub(crate) fn get(path: &str, token: &str) -> Request {
    Request { method: Method::GET, path: path.to_owned(), token: Some(token.to_owned()), body: Bytes::new() }
}

/// A request with a JSON body, and an access token if there is one.
pub(crate) fn post(path: &str, token: Option<&str>, json: &str) -> Request {
    let body = Bytes::copy_from_slice(json.as_bytes());
    Request { method: Method::POST, path: path.to_owned(), token: token.map(str::to_owned), body }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: Bytes,
}

/// An answer with its headers.
#[derive(Debug)]
pub(crate) struct Heard {
    /// The status code.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
}

impl Answer {
    /// The body for a message about what went wrong: its first 300 bytes.
    pub(crate) fn shown(&self) -> String {
        let start = &self.body[..self.body.len().min(300)];
        format!("{} {}", self.status, String::from_utf8_lossy(start))
    }
}

/// A text of the JSON in an answer that must have this status.
pub(crate) fn member(answer: &Answer, status: u16, name: &str) -> Result<String> {
    if answer.status != status {
        return Err(format!("not the answer that was expected: {}", answer.shown()).into());
    }
    let json: serde_json::Value = serde_json::from_slice(&answer.body)?;
    Ok(json[name].as_str().ok_or_else(|| format!("no {name} in {}", answer.shown()))?.to_owned())
}

/// One client with one keep-alive connection.
pub(crate) struct Connection {
    client: Client,
    address: SocketAddr,
}

impl Connection {
    /// Connects when it is first asked something.
    pub(crate) fn to(address: SocketAddr) -> Result<Self> {
        let client =
            Client::builder().http1_only().no_proxy().tcp_nodelay(true).pool_max_idle_per_host(1).build()?;
        Ok(Self { client, address })
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn ask(&self, request: &Request) -> Result<Answer> {
        let response = self.send(request).await?;
        Ok(Answer { status: response.status().as_u16(), body: response.bytes().await? })
    }

    /// The same, with the headers.
    pub(crate) async fn hear(&self, request: &Request) -> Result<Heard> {
        let response = self.send(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Heard { status, headers, body: response.bytes().await? })
    }

    async fn send(&self, request: &Request) -> Result<Response> {
        let Request { method, path, token, body } = request;
        let mut asked = self.client.request(method.clone(), format!("http://{}{path}", self.address));
        if let Some(token) = token {
            asked = asked.bearer_auth(token);
        }
        if !body.is_empty() {
            asked = asked.header(header::CONTENT_TYPE, "application/json").body(body.clone());
        }
        Ok(asked.send().await?)
    }
}
