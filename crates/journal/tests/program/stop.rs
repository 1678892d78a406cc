use std::io::{Read, Write};
use std::net::TcpStream;

use rustix::process::Signal;
use serde_json::json;

use super::{Home, Server};
use testkit::PASSWORD;

const BODY: &str = r#"{"email":"nobody@example.org","password":"wrong"}"#;

/// A login whose body has not come yet.
fn half_a_request(server: &Server) -> TcpStream {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    let host = server.address();
    let head = format!(
        "POST /api/auth/login HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        BODY.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    // The server asks for the body: from here on the request is under way.
    let mut answer = [0; 25];
    connection.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
    connection
}

#[test]
fn told_to_stop_it_answers_what_was_asked_and_ends_well() {
    for signal in [Signal::TERM, Signal::INT] {
        let home = Home::new();
        let mut server = home.serve(&[]);
        let mut connection = half_a_request(&server);
        server.signal(signal);
        while TcpStream::connect(server.address()).is_ok() {
            std::thread::yield_now();
        }
        connection.write_all(BODY.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
        assert!(server.wait().success());
        assert!(server.log().contains("stopped"));
    }
}

#[test]
fn told_twice_it_stops_at_once() {
    let home = Home::new();
    let mut server = home.serve(&[]);
    let connection = half_a_request(&server);
    server.signal(Signal::TERM);
    while TcpStream::connect(server.address()).is_ok() {
        std::thread::yield_now();
    }
    server.signal(Signal::TERM);
    assert_eq!(server.wait().code(), Some(1));
    drop(connection);
}

#[test]
fn an_idle_connection_does_not_hold_it_up() {
    let home = Home::new();
    let server = home.serve(&[]);
    let _idle = TcpStream::connect(server.address()).unwrap();
    assert!(server.stop().success());
}

#[tokio::test]
async fn killed_and_started_again_it_has_kept_what_it_acknowledged() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create("ada@example.org", "user");
    let http = reqwest::Client::new();
    let login = json!({ "email": "ada@example.org", "password": PASSWORD });
    let answer = http.post(format!("{}/api/auth/login", server.url)).json(&login).send().await.unwrap();
    let tokens: serde_json::Value = answer.json().await.unwrap();
    let token = tokens["access_token"].as_str().unwrap();
    let entry = json!({ "title": "Before", "content": "the power cut" });
    let write = http.post(format!("{}/api/entries", server.url)).bearer_auth(token).json(&entry);
    assert_eq!(write.send().await.unwrap().status(), 201);
    server.kill();
    let server = home.serve(&[]);
    let list = http.get(format!("{}/api/entries", server.url)).bearer_auth(token).send().await.unwrap();
    let list: serde_json::Value = list.json().await.unwrap();
    assert_eq!(list["items"][0]["title"], "Before");
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
}
