//! Just enough of HTTP/1.1 for a cheap client: requests built once, answers read for status, length and body.

use bytes::Bytes;
use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;

/// The longest answer that is read, in bytes; anything longer is a mistake.
const LONGEST: usize = 4 * 1024 * 1024;
/// What one read asks for at least.
const READ: usize = 16 * 1024;

/// A request with an access token and no body.
pub(crate) fn get(path: &str, token: &str) -> Bytes {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n").into()
}

/// A request with a JSON body, and an access token if there is one.
pub(crate) fn post(path: &str, token: Option<&str>, json: &str) -> Bytes {
    let bearer = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    let length = json.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{bearer}\
         content-length: {length}\r\n\r\n{json}"
    )
    .into()
}

/// An answer, borrowed from the buffer that it was read into.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    /// The status code.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// The body for a message about what went wrong: its first 300 bytes.
    pub(crate) fn shown(&self) -> String {
        let start = &self.body[..self.body.len().min(300)];
        format!("{} {}", self.status, String::from_utf8_lossy(start))
    }
}

/// A text of the JSON in an answer that must have this status.
pub(crate) fn member(answer: &Answer<'_>, status: u16, name: &str) -> Result<String> {
    if answer.status != status {
        return Err(format!("not the answer that was expected: {}", answer.shown()).into());
    }
    let json: serde_json::Value = serde_json::from_slice(answer.body)?;
    Ok(json[name].as_str().ok_or_else(|| format!("no {name} in {}", answer.shown()))?.to_owned())
}

/// Sends a request and reads the answer. The buffer is only there to be used again.
pub(crate) async fn ask<'a>(
    stream: &mut TcpStream,
    request: &[u8],
    buffer: &'a mut Vec<u8>,
) -> Result<Answer<'a>> {
    stream.write_all(request).await?;
    buffer.clear();
    loop {
        buffer.reserve(READ);
        if stream.read_buf(buffer).await? == 0 {
            return Err("the server closed the connection in the middle of an answer".into());
        }
        if let Some((status, body)) = parse(buffer)? {
            return Ok(Answer { status, body: &buffer[body..] });
        }
    }
}

/// The status and where the body begins, once the whole answer is there.
fn parse(bytes: &[u8]) -> Result<Option<(u16, usize)>> {
    let Some(head) = memmem::find(bytes, b"\r\n\r\n") else { return Ok(None) };
    let status = bytes.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
    let status = status.and_then(|digits| digits.parse().ok()).ok_or("this is not an HTTP answer")?;
    // Servers that answer here write their header names in lower case.
    let length = match memmem::find(&bytes[..head], b"\r\ncontent-length: ") {
        Some(at) => number(&bytes[at + 18..head + 2]).ok_or("a content-length that is no number")?,
        None if status == 204 || status == 304 => 0,
        None => return Err("an answer without content-length is not understood".into()),
    };
    let (body, end) = (head + 4, head + 4 + length);
    match bytes.len() {
        _ if length > LONGEST => Err("an answer is too long".into()),
        there if there > end => Err("more came than one answer".into()),
        there => Ok((there == end).then_some((status, body))),
    }
}

fn number(line: &[u8]) -> Option<usize> {
    let end = memmem::find(line, b"\r\n")?;
    std::str::from_utf8(&line[..end]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_length_has_come() {
        let answer = b"HTTP/1.1 201 Created\r\netag: \"1\"\r\ncontent-length: 5\r\n\r\nhello";
        assert_eq!(parse(&answer[..30]).unwrap(), None);
        assert_eq!(parse(&answer[..answer.len() - 1]).unwrap(), None);
        let (status, body) = parse(answer).unwrap().unwrap();
        assert_eq!((status, &answer[body..]), (201, &b"hello"[..]));
    }

    #[test]
    fn what_is_not_exactly_one_answer_is_an_error() {
        assert!(parse(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab").is_err());
        assert!(parse(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
        assert!(parse(b"nonsense\r\n\r\n").is_err());
        assert_eq!(parse(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap().unwrap().0, 204);
    }
}
